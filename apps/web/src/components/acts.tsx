import type { ReactNode } from "react";

/** Rare and weighty things to do, below each other: what it does on the left, its button on the right. */
export function Acts({ children }: { children: ReactNode }) {
  return <div className="mt-10 divide-y rounded-lg border bg-surface empty:hidden">{children}</div>;
}

export function Act({ title, description, children }: { title: string; description: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-3 p-4">
      <div className="min-w-0 flex-1 basis-60">
        <h2 className="font-medium">{title}</h2>
        <p className="text-muted text-sm">{description}</p>
      </div>
      {children}
    </div>
  );
}

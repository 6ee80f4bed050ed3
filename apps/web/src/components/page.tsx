import type { ReactNode } from "react";
import { cn } from "@/lib/cn.ts";
import { useTitle } from "@/lib/title.ts";

type PageProps = {
  /** The page's name: its heading and the browser's tab. */
  title: string;
  /** Shown instead of the plain title, when the heading needs more than words. */
  heading?: ReactNode;
  description?: ReactNode;
  /** The one primary action, and what belongs beside it. */
  action?: ReactNode;
  /** Tabs or filters, under the heading. */
  toolbar?: ReactNode;
  children: ReactNode;
  /** `fill` gives the content the rest of the window, for tables and panes that scroll themselves. */
  layout?: "flow" | "fill" | "narrow";
};

/** Title, one primary action, tabs or filters, content. */
export function Page({ title, heading, description, action, toolbar, children, layout = "flow" }: PageProps) {
  useTitle(title);
  const inner = cn("mx-auto w-full px-4 sm:px-6", layout === "narrow" ? "max-w-3xl" : "max-w-[100rem]");
  return (
    <div className={cn("flex min-h-full flex-col", layout === "fill" && "h-full min-h-0")}>
      <header className={cn(inner, "shrink-0 pt-5")}>
        <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
          <div className="min-w-0 flex-1 basis-60">
            <h1 className="truncate font-semibold text-xl">{heading ?? title}</h1>
            {description ? <div className="mt-0.5 text-muted text-sm">{description}</div> : null}
          </div>
          {action ? <div className="flex flex-wrap items-center gap-2">{action}</div> : null}
        </div>
        {toolbar ? <div className="mt-4 flex flex-wrap items-center gap-2">{toolbar}</div> : null}
      </header>
      <div className={cn(inner, "flex-1 pt-4 pb-6", layout === "fill" && "flex min-h-0 flex-col")}>{children}</div>
    </div>
  );
}

/** A titled part of a page. */
export function Section({
  title,
  description,
  action,
  children,
}: {
  title: string;
  description?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="mt-8 first:mt-0">
      <div className="mb-3 flex flex-wrap items-end gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold text-lg">{title}</h2>
          {description ? <p className="text-muted text-sm">{description}</p> : null}
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}

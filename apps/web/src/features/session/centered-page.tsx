import { Moon, Sun } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { chooseAppearance, useAppearance } from "@/lib/appearance.ts";
import { useTitle } from "@/lib/title.ts";
import { text } from "./text.ts";

type CenteredPageProps = { title: string; intro?: ReactNode; children: ReactNode; footer?: ReactNode };

/** A page for people who are not inside yet: one card in the middle. */
export function CenteredPage({ title, intro, children, footer }: CenteredPageProps) {
  useTitle(title);
  return (
    <div className="flex min-h-full flex-col">
      <header className="flex justify-end p-3">
        <ThemeToggle />
      </header>
      <main className="flex flex-1 flex-col items-center justify-center px-4 pb-24">
        <img src="/favicon.svg" alt="SLATE" className="mb-6 size-10" />
        <div className="w-full max-w-sm rounded-lg bg-surface p-6 shadow-2">
          <h1 className="font-semibold text-xl">{title}</h1>
          {intro ? <div className="mt-1 text-muted text-sm">{intro}</div> : null}
          <div className="mt-6">{children}</div>
        </div>
        {footer ? <div className="mt-5 text-muted text-sm">{footer}</div> : null}
      </main>
    </div>
  );
}

function ThemeToggle() {
  useAppearance(); // the document has the new theme by the time this renders again
  const dark = document.documentElement.dataset.theme === "dark";
  return (
    <IconButton
      icon={dark ? Sun : Moon}
      label={dark ? text.lightTheme : text.darkTheme}
      onClick={() => chooseAppearance({ theme: dark ? "light" : "dark" })}
    />
  );
}

import { ChevronRight } from "lucide-react";
import { Fragment, type ReactNode } from "react";
import { text } from "../text.ts";

export type Crumb = { key: string; label: ReactNode };

/** Where this page is. Labels are links, except the last, which is the page itself. */
export function Breadcrumb({ crumbs }: { crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label={text.breadcrumb} className="min-w-0">
      <ol className="flex min-w-0 items-center gap-1 text-sm">
        {crumbs.map(({ key, label }, index) => {
          const last = index === crumbs.length - 1;
          return (
            <Fragment key={key}>
              {index > 0 ? (
                <li aria-hidden className="text-faint max-sm:hidden">
                  <ChevronRight className="size-3.5" />
                </li>
              ) : null}
              <li
                aria-current={last ? "page" : undefined}
                className={last ? "min-w-0 truncate font-medium" : "shrink-0 text-muted max-sm:hidden [&_a:hover]:text-ink"}
              >
                {label}
              </li>
            </Fragment>
          );
        })}
      </ol>
    </nav>
  );
}

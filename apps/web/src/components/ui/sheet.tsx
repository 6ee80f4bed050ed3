import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/lib/cn.ts";
import { text } from "../text.ts";
import { overlayClasses } from "./dialog.tsx";
import { IconButton } from "./icon-button.tsx";
import { useDialogFocus } from "./use-dialog-focus.ts";

export const Sheet = Radix.Root;
export const SheetTrigger = Radix.Trigger;
export const SheetClose = Radix.Close;

const sides = {
  right: "inset-y-0 right-0 w-full max-w-xl border-l data-[state=open]:slide-in-from-right-8 data-[state=closed]:slide-out-to-right-8",
  left: "inset-y-0 left-0 w-[min(20rem,calc(100vw-3rem))] border-r data-[state=open]:slide-in-from-left-8 data-[state=closed]:slide-out-to-left-8",
};

type SheetContentProps = Omit<ComponentProps<typeof Radix.Content>, "title"> & {
  title: ReactNode;
  /** The title is read out but not shown (navigation drawers). */
  titleHidden?: boolean;
  side?: keyof typeof sides;
};

/** A panel that slides over the edge of the page, for details while the list still matters. */
export function SheetContent({ title, titleHidden, side = "right", className, children, ...props }: SheetContentProps) {
  const focus = useDialogFocus();
  return (
    <Radix.Portal>
      <Radix.Overlay className={overlayClasses} />
      <Radix.Content
        aria-describedby={undefined}
        className={cn(
          "fixed z-50 flex flex-col bg-surface shadow-3 outline-none duration-(--duration-normal) data-[state=open]:animate-in data-[state=open]:fade-in-0 data-[state=closed]:animate-out data-[state=closed]:fade-out-0",
          sides[side],
          className,
        )}
        {...focus}
        {...props}
      >
        <header className={cn("flex items-center gap-3 border-b px-5 py-3", titleHidden && "sr-only")}>
          <Radix.Title className="min-w-0 flex-1 truncate font-semibold text-lg">{title}</Radix.Title>
          {titleHidden ? null : (
            <Radix.Close asChild>
              <IconButton icon={X} label={text.close} keys="esc" className="-mr-2" />
            </Radix.Close>
          )}
        </header>
        <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>
      </Radix.Content>
    </Radix.Portal>
  );
}

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/lib/cn.ts";
import { text } from "../text.ts";
import { IconButton } from "./icon-button.tsx";
import { useDialogFocus } from "./use-dialog-focus.ts";

export const Dialog = Radix.Root;
export const DialogTrigger = Radix.Trigger;
export const DialogClose = Radix.Close;

export const overlayClasses =
  "fixed inset-0 z-50 bg-scrim duration-(--duration-normal) data-[state=open]:animate-in data-[state=open]:fade-in-0 data-[state=closed]:animate-out data-[state=closed]:fade-out-0";

export const dialogClasses =
  "fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] -translate-x-1/2 -translate-y-1/2 flex-col rounded-lg bg-raised shadow-3 outline-none duration-(--duration-normal) data-[state=open]:animate-in data-[state=open]:fade-in-0 data-[state=open]:zoom-in-98 data-[state=closed]:animate-out data-[state=closed]:fade-out-0";

const widths = { sm: "max-w-sm", md: "max-w-lg", lg: "max-w-3xl", full: "h-[calc(100dvh-2rem)] max-w-[90rem]" };

type DialogContentProps = Omit<ComponentProps<typeof Radix.Content>, "title"> & {
  title: ReactNode;
  description?: ReactNode;
  width?: keyof typeof widths;
};

/** The window: a titled header, its children, and a way out. Children use DialogBody and DialogFooter. */
export function DialogContent({ title, description, width = "md", className, children, ...props }: DialogContentProps) {
  const focus = useDialogFocus();
  return (
    <Radix.Portal>
      <Radix.Overlay className={overlayClasses} />
      <Radix.Content
        className={cn(dialogClasses, widths[width], className)}
        {...(description ? {} : { "aria-describedby": undefined })}
        {...focus}
        {...props}
      >
        <header className="flex items-start gap-3 px-5 pt-4 pb-3">
          <div className="min-w-0 flex-1">
            <Radix.Title className="font-semibold text-lg">{title}</Radix.Title>
            {description ? <Radix.Description className="mt-1 text-muted text-sm">{description}</Radix.Description> : null}
          </div>
          <Radix.Close asChild>
            <IconButton icon={X} label={text.close} keys="esc" className="-mr-2" />
          </Radix.Close>
        </header>
        {children}
      </Radix.Content>
    </Radix.Portal>
  );
}

export function DialogBody({ className, ...props }: ComponentProps<"div">) {
  return <div className={cn("min-h-0 flex-1 overflow-y-auto px-5 pb-5", className)} {...props} />;
}

export function DialogFooter({ className, ...props }: ComponentProps<"footer">) {
  return (
    <footer
      className={cn("flex flex-wrap items-center justify-end gap-2 border-t bg-canvas px-5 py-3 rounded-b-lg", className)}
      {...props}
    />
  );
}

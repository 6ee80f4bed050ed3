import { CircleCheck, CircleX, Info, LoaderCircle, TriangleAlert } from "lucide-react";
import { Toaster as Sonner, toast } from "sonner";
import { useAppearance } from "@/lib/appearance.ts";
import { text } from "../text.ts";

export { toast };

/** Where toasts appear; once per page. */
export function Toaster() {
  const theme = useAppearance((state) => state.theme);
  return (
    <Sonner
      theme={theme}
      position="bottom-right"
      closeButton
      gap={8}
      className="font-sans!"
      icons={{
        success: <CircleCheck className="size-4 text-success" aria-hidden />,
        info: <Info className="size-4 text-info" aria-hidden />,
        warning: <TriangleAlert className="size-4 text-warning" aria-hidden />,
        error: <CircleX className="size-4 text-danger" aria-hidden />,
        loading: <LoaderCircle className="size-4 animate-spin text-muted" aria-hidden />,
      }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "group flex w-full items-start gap-2.5 rounded-lg bg-raised p-3 pr-9 text-ink text-sm shadow-3 sm:w-(--width) [&_[data-icon]]:mt-0.5",
          content: "min-w-0 flex-1",
          title: "font-medium",
          description: "mt-0.5 text-muted",
          actionButton: "shrink-0 rounded-md px-2 py-0.5 font-medium text-accent-text hover:bg-hover",
          closeButton:
            "absolute! top-2.5! right-2.5! left-auto! size-5! transform-none! rounded-sm! border-0! bg-transparent! p-0.5! text-faint! hover:bg-hover! hover:text-ink! [&_svg]:size-4",
        },
      }}
    />
  );
}

/** Says what was done and offers to take it back, for as long as the toast stands (10 s). */
export function toastWithUndo(message: string, undo: () => Promise<unknown> | unknown) {
  toast.success(message, {
    duration: 10_000,
    action: {
      label: text.undo,
      onClick: () => {
        toast.promise(Promise.resolve(undo()), { loading: text.undoing, success: text.undone, error: text.undoFailed });
      },
    },
  });
}

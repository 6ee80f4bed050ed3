import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn.ts";

export const buttonVariants = cva(
  "inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium text-sm transition-colors disabled:pointer-events-none disabled:opacity-50 aria-disabled:pointer-events-none aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "bg-accent text-on-fill shadow-1 hover:bg-accent-hover",
        secondary: "border border-line-strong bg-surface text-ink shadow-1 hover:bg-hover active:bg-pressed",
        ghost: "text-muted hover:bg-hover hover:text-ink active:bg-pressed",
        danger: "bg-danger-fill text-on-fill shadow-1 hover:bg-danger-fill-hover",
        link: "h-auto rounded-sm px-0 text-accent-text underline-offset-4 hover:underline",
      },
      size: {
        md: "h-(--control-height) px-3",
        sm: "h-7 px-2 text-xs pointer-coarse:h-9",
        icon: "size-(--control-height)",
        "icon-sm": "size-6 pointer-coarse:size-9",
      },
    },
    compoundVariants: [{ variant: "link", size: "md", className: "h-auto px-0" }],
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

export type ButtonProps = ComponentProps<"button"> &
  VariantProps<typeof buttonVariants> & {
    /** Render the only child (a link) with the looks of a button. */
    asChild?: boolean;
    /** Work is under way: the button stays where it is and cannot be pressed again. */
    busy?: boolean;
  };

export function Button({ className, variant, size, asChild, busy, disabled, children, type = "button", ...props }: ButtonProps) {
  const classes = cn(buttonVariants({ variant, size }), className);
  if (asChild) {
    return (
      <Slot.Root className={classes} {...props}>
        {children}
      </Slot.Root>
    );
  }
  // `aria-disabled` and not `disabled` while busy: a disabled button would drop the focus to the page.
  return (
    <button
      type={type}
      className={classes}
      disabled={disabled}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      {...props}
      onClick={busy ? (event) => event.preventDefault() : props.onClick}
    >
      {busy ? <LoaderCircle className="animate-spin" aria-hidden /> : null}
      {children}
    </button>
  );
}

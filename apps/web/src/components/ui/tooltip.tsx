import { Tooltip as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { Kbd } from "./kbd.tsx";

export const TooltipProvider = Radix.Provider;

type TooltipProps = {
  label: ReactNode;
  keys?: string;
  side?: ComponentProps<typeof Radix.Content>["side"];
  children: ReactNode;
};

/** Words shown on hover and on keyboard focus of its only child. Never the only place where something is said. */
export function Tooltip({ label, keys, side, children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger
        asChild
        // Focus that came back from a closed window or a click is nobody asking for an explanation.
        onFocus={(event) => {
          if (!event.currentTarget.matches(":focus-visible")) event.preventDefault();
        }}
      >
        {children}
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-60 flex max-w-72 items-center gap-2 text-balance rounded-md bg-ink px-2 py-1 text-canvas text-xs shadow-2 duration-(--duration-fast) data-[state=delayed-open]:animate-in data-[state=delayed-open]:fade-in-0"
        >
          {label}
          {keys ? <Kbd keys={keys} inverted /> : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

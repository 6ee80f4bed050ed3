import { ContextMenu as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn.ts";
import { menuContentClasses, menuDangerClasses, menuItemClasses, menuSeparatorClasses } from "./menu-classes.ts";

export const ContextMenu = Radix.Root;
export const ContextMenuTrigger = Radix.Trigger;

export function ContextMenuContent({ className, ...props }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content collisionPadding={8} className={cn(menuContentClasses, className)} {...props} />
    </Radix.Portal>
  );
}

export function ContextMenuItem({ className, danger, ...props }: ComponentProps<typeof Radix.Item> & { danger?: boolean }) {
  return <Radix.Item className={cn(menuItemClasses, danger && menuDangerClasses, className)} {...props} />;
}

export function ContextMenuSeparator({ className, ...props }: ComponentProps<typeof Radix.Separator>) {
  return <Radix.Separator className={cn(menuSeparatorClasses, className)} {...props} />;
}

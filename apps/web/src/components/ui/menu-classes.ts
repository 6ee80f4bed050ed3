/** Looks shared by every floating list: dropdown, context menu, select, command palette. */
export const floatingClasses =
  "z-50 rounded-lg bg-raised text-ink shadow-2 outline-none duration-(--duration-fast) data-[state=open]:animate-in data-[state=open]:fade-in-0 data-[state=open]:zoom-in-98 data-[state=closed]:animate-out data-[state=closed]:fade-out-0";

export const menuContentClasses = `${floatingClasses} max-h-[min(24rem,var(--radix-popper-available-height))] min-w-44 max-w-80 overflow-y-auto p-1`;

export const menuItemClasses =
  "relative flex min-h-7 cursor-default select-none items-center gap-2 rounded-md px-2 py-1 text-sm outline-none data-disabled:pointer-events-none data-highlighted:bg-hover data-disabled:opacity-50 pointer-coarse:min-h-10 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg:not([class*=text-])]:text-muted";

export const menuDangerClasses = "text-danger data-highlighted:bg-danger-soft [&_svg]:text-danger!";

export const menuLabelClasses = "px-2 py-1.5 font-medium text-faint text-xs";
export const menuSeparatorClasses = "-mx-1 my-1 h-px bg-line";

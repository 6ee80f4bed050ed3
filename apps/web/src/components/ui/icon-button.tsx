import type { LucideIcon } from "lucide-react";
import { Button, type ButtonProps } from "./button.tsx";
import { Tooltip } from "./tooltip.tsx";

type IconButtonProps = Omit<ButtonProps, "children" | "asChild"> & {
  icon: LucideIcon;
  /** The icon's name, for the tooltip and for those who cannot see it. */
  label: string;
  /** Keys that do the same, shown in the tooltip. */
  keys?: string;
};

/** A button that is only an icon; it always has a name. */
export function IconButton({ icon: Icon, label, keys, variant = "ghost", size = "icon", ...props }: IconButtonProps) {
  return (
    <Tooltip label={label} keys={keys}>
      <Button variant={variant} size={size} aria-label={label} {...props}>
        <Icon aria-hidden />
      </Button>
    </Tooltip>
  );
}

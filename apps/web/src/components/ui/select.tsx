import { Check, ChevronDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn.ts";
import { controlClasses } from "./input.tsx";
import { menuContentClasses, menuItemClasses } from "./menu-classes.ts";

export type SelectOption<Value extends string> = { value: Value; label: string; disabled?: boolean };

type SelectProps<Value extends string> = Omit<ComponentProps<typeof Radix.Trigger>, "value" | "onChange"> & {
  value: Value | undefined;
  onValueChange: (value: Value) => void;
  options: readonly SelectOption<Value>[];
  placeholder?: string;
};

export function Select<Value extends string>({
  value,
  onValueChange,
  options,
  placeholder,
  disabled,
  className,
  ...props
}: SelectProps<Value>) {
  return (
    <Radix.Root value={value ?? ""} onValueChange={(next) => onValueChange(next as Value)} disabled={disabled}>
      <Radix.Trigger
        className={cn(
          controlClasses,
          "inline-flex h-(--control-height) items-center justify-between gap-2 text-left data-placeholder:text-faint",
          className,
        )}
        {...props}
      >
        <span className="truncate">
          <Radix.Value placeholder={placeholder} />
        </span>
        <Radix.Icon asChild>
          <ChevronDown className="size-4 shrink-0 text-faint" aria-hidden />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content position="popper" sideOffset={4} className={cn(menuContentClasses, "min-w-(--radix-select-trigger-width)")}>
          <Radix.Viewport>
            {options.map((option) => (
              <Radix.Item key={option.value} value={option.value} disabled={option.disabled} className={cn(menuItemClasses, "pr-8")}>
                <Radix.ItemText>{option.label}</Radix.ItemText>
                <Radix.ItemIndicator className="absolute right-2">
                  <Check className="size-4" aria-hidden />
                </Radix.ItemIndicator>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

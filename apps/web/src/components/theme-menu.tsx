import { type Density, type Theme, useAppearance } from "@/lib/appearance.ts";
import { DropdownMenuLabel, DropdownMenuRadioGroup, DropdownMenuRadioItem, DropdownMenuSeparator } from "./ui/dropdown-menu.tsx";

const themes: [Theme, string][] = [
  ["system", "Like the system"],
  ["light", "Light"],
  ["dark", "Dark"],
];
const densities: [Density, string][] = [
  ["comfortable", "Comfortable"],
  ["compact", "Compact"],
];

/** Theme and density, as entries of a menu that is open already. */
export function ThemeMenuItems() {
  const { theme, density, setTheme, setDensity } = useAppearance();
  const stayOpen = (event: Event) => event.preventDefault();
  return (
    <>
      <DropdownMenuLabel>Theme</DropdownMenuLabel>
      <DropdownMenuRadioGroup value={theme} onValueChange={(value) => setTheme(value as Theme)}>
        {themes.map(([value, label]) => (
          <DropdownMenuRadioItem key={value} value={value} onSelect={stayOpen}>
            {label}
          </DropdownMenuRadioItem>
        ))}
      </DropdownMenuRadioGroup>
      <DropdownMenuSeparator />
      <DropdownMenuLabel>Density</DropdownMenuLabel>
      <DropdownMenuRadioGroup value={density} onValueChange={(value) => setDensity(value as Density)}>
        {densities.map(([value, label]) => (
          <DropdownMenuRadioItem key={value} value={value} onSelect={stayOpen}>
            {label}
          </DropdownMenuRadioItem>
        ))}
      </DropdownMenuRadioGroup>
    </>
  );
}

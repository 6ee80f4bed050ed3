import { type Density, type Theme, useAppearance } from "@/lib/appearance.ts";
import { text } from "./text.ts";
import { DropdownMenuLabel, DropdownMenuRadioGroup, DropdownMenuRadioItem, DropdownMenuSeparator } from "./ui/dropdown-menu.tsx";

const themes = ["system", "light", "dark"] as const satisfies Theme[];
const densities = ["comfortable", "compact"] as const satisfies Density[];

/** Theme and density, as entries of a menu that is open already. */
export function ThemeMenuItems() {
  const { theme, density, setTheme, setDensity } = useAppearance();
  const stayOpen = (event: Event) => event.preventDefault();
  return (
    <>
      <DropdownMenuLabel>{text.theme}</DropdownMenuLabel>
      <DropdownMenuRadioGroup value={theme} onValueChange={(value) => setTheme(value as Theme)}>
        {themes.map((value) => (
          <DropdownMenuRadioItem key={value} value={value} onSelect={stayOpen}>
            {text.themes[value]}
          </DropdownMenuRadioItem>
        ))}
      </DropdownMenuRadioGroup>
      <DropdownMenuSeparator />
      <DropdownMenuLabel>{text.density}</DropdownMenuLabel>
      <DropdownMenuRadioGroup value={density} onValueChange={(value) => setDensity(value as Density)}>
        {densities.map((value) => (
          <DropdownMenuRadioItem key={value} value={value} onSelect={stayOpen}>
            {text.densities[value]}
          </DropdownMenuRadioItem>
        ))}
      </DropdownMenuRadioGroup>
    </>
  );
}

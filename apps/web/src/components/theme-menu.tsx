import { chooseAppearance, type Density, densities, type Theme, themes, useAppearance } from "@/lib/appearance.ts";
import { text } from "./text.ts";
import { DropdownMenuLabel, DropdownMenuRadioGroup, DropdownMenuRadioItem, DropdownMenuSeparator } from "./ui/dropdown-menu.tsx";

/** Theme and density, as entries of a menu that is open already. */
export function ThemeMenuItems() {
  const { theme, density } = useAppearance();
  const stayOpen = (event: Event) => event.preventDefault();
  return (
    <>
      <DropdownMenuLabel>{text.theme}</DropdownMenuLabel>
      <DropdownMenuRadioGroup value={theme} onValueChange={(value) => chooseAppearance({ theme: value as Theme })}>
        {themes.map((value) => (
          <DropdownMenuRadioItem key={value} value={value} onSelect={stayOpen}>
            {text.themes[value]}
          </DropdownMenuRadioItem>
        ))}
      </DropdownMenuRadioGroup>
      <DropdownMenuSeparator />
      <DropdownMenuLabel>{text.density}</DropdownMenuLabel>
      <DropdownMenuRadioGroup value={density} onValueChange={(value) => chooseAppearance({ density: value as Density })}>
        {densities.map((value) => (
          <DropdownMenuRadioItem key={value} value={value} onSelect={stayOpen}>
            {text.densities[value]}
          </DropdownMenuRadioItem>
        ))}
      </DropdownMenuRadioGroup>
    </>
  );
}

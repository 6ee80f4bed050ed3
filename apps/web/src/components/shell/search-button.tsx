import { Search } from "lucide-react";
import { Kbd } from "@/components/ui/kbd.tsx";
import { text } from "./text.ts";

/** Looks like a search field and opens the palette; only the glass on narrow screens. */
export function SearchButton({ onOpen }: { onOpen: () => void }) {
  return (
    <button
      type="button"
      aria-label={text.search}
      onClick={onOpen}
      className="flex h-8 items-center gap-2 rounded-md px-2 text-faint text-sm transition-colors hover:bg-hover hover:text-ink md:w-56 md:border md:border-line-strong md:bg-surface pointer-coarse:h-9"
    >
      <Search className="size-4" aria-hidden />
      <span className="hidden flex-1 text-left md:block">{text.search}</span>
      <span className="hidden md:block">
        <Kbd keys="mod+k" />
      </span>
    </button>
  );
}

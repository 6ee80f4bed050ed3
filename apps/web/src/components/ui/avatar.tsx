import { Avatar as Radix } from "radix-ui";
import { cn } from "@/lib/cn.ts";
import { text } from "../text.ts";
import { Tooltip } from "./tooltip.tsx";

type Person = { id: string; name: string; avatar?: string | null };

const sizes = { sm: "size-5 text-[0.5625rem]", md: "size-6 text-[0.625rem]", lg: "size-9 text-xs" };

/** A person's picture, or their initials on a colour that stays theirs. */
export function Avatar({ person, size = "md", className }: { person: Person; size?: keyof typeof sizes; className?: string }) {
  return (
    <Radix.Root
      className={cn("inline-flex shrink-0 select-none items-center justify-center overflow-hidden rounded-full", sizes[size], className)}
    >
      {person.avatar ? <Radix.Image src={person.avatar} alt="" className="size-full object-cover" /> : null}
      <Radix.Fallback
        aria-hidden
        className="flex size-full items-center justify-center font-semibold text-on-fill"
        style={{ background: `oklch(0.5 0.1 ${hueOf(person.id)})` }}
      >
        {initialsOf(person.name)}
      </Radix.Fallback>
    </Radix.Root>
  );
}

/** A few faces in a row, the rest as a number; each name on hover. */
export function AvatarStack({ people, limit = 4, label }: { people: readonly Person[]; limit?: number; label: string }) {
  if (people.length === 0) return null;
  const hidden = people.slice(limit);
  return (
    <ul aria-label={label} className="flex items-center -space-x-1.5">
      {people.slice(0, limit).map((person) => (
        <li key={person.id} className="flex rounded-full ring-2 ring-canvas">
          <Tooltip label={person.name}>
            <span className="flex">
              <Avatar person={person} />
              <span className="sr-only">{person.name}</span>
            </span>
          </Tooltip>
        </li>
      ))}
      {hidden.length > 0 ? (
        <li className="flex rounded-full ring-2 ring-canvas">
          <Tooltip label={hidden.map((person) => person.name).join(", ")}>
            <span className="flex size-6 items-center justify-center rounded-full bg-pressed font-medium text-muted text-xs">
              +{hidden.length}
              <span className="sr-only">
                {" "}
                {text.more}: {hidden.map((person) => person.name).join(", ")}
              </span>
            </span>
          </Tooltip>
        </li>
      ) : null}
    </ul>
  );
}

function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words[words.length - 1]] : [words[0]];
  return letters
    .map((word) => [...(word ?? "")][0] ?? "")
    .join("")
    .toUpperCase();
}

function hueOf(id: string): number {
  let hash = 0;
  for (const letter of id) hash = (hash * 31 + letter.charCodeAt(0)) >>> 0;
  return hash % 360;
}

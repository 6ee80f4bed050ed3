import type { Author } from "@slate/schema/api";
import { Bot, KeyRound } from "lucide-react";
import { text } from "./text.ts";
import { Avatar } from "./ui/avatar.tsx";

/** Who did something: a face for a person, a sign for a key or an AI turn. */
export function AuthorMark({ author }: { author: Author }) {
  if (author.kind === "person") return <Avatar person={author} />;
  const Icon = author.kind === "key" ? KeyRound : Bot;
  return (
    <span className="inline-flex size-6 shrink-0 items-center justify-center rounded-full bg-pressed text-muted">
      <Icon className="size-3.5" aria-label={author.kind === "key" ? text.apiKey : text.ai} />
    </span>
  );
}

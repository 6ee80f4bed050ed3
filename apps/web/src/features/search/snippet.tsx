/** Text around a match; what matched stands between « and ». */
export function Snippet({ text }: { text: string }) {
  return (
    <span className="mt-1 line-clamp-2 pl-6 font-mono text-muted text-xs [overflow-wrap:anywhere]">
      {text.split(/(«[^»]*»)/).map((part, index) =>
        part.startsWith("«") ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
          <mark key={index} className="rounded-sm bg-warning-soft px-0.5 text-ink">
            {part.slice(1, -1)}
          </mark>
        ) : (
          part
        ),
      )}
    </span>
  );
}

import type { File } from "@slate/schema/api";
import { Download, FileQuestion } from "lucide-react";
import { Empty } from "@/components/empty.tsx";
import { Bytes } from "@/components/quantity.tsx";
import { Button } from "@/components/ui/button.tsx";
import { describeType } from "@/lib/file-types.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { nameOf } from "./paths.ts";
import { contentUrl } from "./queries.ts";
import { text } from "./text.ts";

const images = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp"]);

/** What cannot be edited: a picture, or a way to get the bytes. */
export function BinaryPane({ file }: { file: File }) {
  const workspace = useWorkspace();
  const download = (
    <Button asChild>
      <a href={contentUrl(workspace.id, file.id, file.version)} download={nameOf(file.path)}>
        <Download aria-hidden />
        {text.download} (<Bytes value={file.size} />)
      </a>
    </Button>
  );
  if (images.has(file.type)) {
    return (
      <figure className="flex h-full flex-col items-center justify-center gap-4 overflow-auto p-6">
        <img
          src={contentUrl(workspace.id, file.id, file.version)}
          alt={nameOf(file.path)}
          className="max-h-full min-h-0 max-w-full rounded-md border bg-[repeating-conic-gradient(var(--pressed)_0_25%,var(--surface)_0_50%)] bg-[length:16px_16px] object-contain"
        />
        <figcaption>{download}</figcaption>
      </figure>
    );
  }
  return (
    <Empty icon={FileQuestion} title={file.binary ? text.binaryTitle : text.largeTitle} action={download} className="h-full">
      {file.binary ? text.binaryText(describeType(file.type)) : text.largeText}
    </Empty>
  );
}

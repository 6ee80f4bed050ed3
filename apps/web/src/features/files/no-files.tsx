import { FilePlus, FolderInput } from "lucide-react";
import { Empty } from "@/components/empty.tsx";
import { Button } from "@/components/ui/button.tsx";
import { useCan } from "@/lib/workspace.ts";
import { text } from "./text.ts";

type NoFilesProps = { onPickFolder: () => void; onNewFile: () => void; onShowDeleted: () => void };

/** A project without files: what to do first. */
export function NoFiles({ onPickFolder, onNewFile, onShowDeleted }: NoFilesProps) {
  const mayWrite = useCan("file.write");
  return (
    <Empty
      icon={FolderInput}
      title={text.emptyTitle}
      className="h-full"
      action={
        <>
          {mayWrite ? (
            <>
              <Button variant="primary" onClick={onPickFolder}>
                <FolderInput aria-hidden />
                {text.importFolder}
              </Button>
              <Button onClick={onNewFile}>
                <FilePlus aria-hidden />
                {text.newFile}
              </Button>
            </>
          ) : null}
          <Button variant="ghost" onClick={onShowDeleted}>
            {text.deletedFiles}
          </Button>
        </>
      }
    >
      {mayWrite ? text.emptyText : text.emptyReadOnly}
    </Empty>
  );
}

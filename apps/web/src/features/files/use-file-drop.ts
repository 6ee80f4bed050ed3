import { type DragEvent, useState } from "react";

/** Takes files from the desktop anywhere in an element, where nothing inside it has taken them. `over` is true while they hover. */
export function useFileDrop(onDrop: ((transfer: DataTransfer) => void) | undefined) {
  const [over, setOver] = useState(false);
  const takes = (event: DragEvent) => onDrop !== undefined && !event.defaultPrevented && event.dataTransfer.types.includes("Files");
  return {
    over,
    area: {
      onDragOver: (event: DragEvent) => {
        const taken = takes(event);
        if (taken) {
          event.preventDefault();
          event.dataTransfer.dropEffect = "copy";
        }
        setOver(taken);
      },
      onDragLeave: (event: DragEvent) => {
        if (!event.currentTarget.contains(event.relatedTarget as Element | null)) setOver(false);
      },
      onDrop: (event: DragEvent) => {
        if (takes(event)) {
          event.preventDefault();
          onDrop?.(event.dataTransfer);
        }
        setOver(false);
      },
    },
  };
}

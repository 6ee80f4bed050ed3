import { Loading } from "@/components/loading.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { text } from "./text.ts";

/** Where the pictures will stand. */
export function LoadingGrid() {
  return (
    <Loading label={text.loading}>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(10rem,1fr))] gap-3">
        {Array.from({ length: 12 }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: identical blocks
          <Skeleton key={index} className="h-44 rounded-lg" />
        ))}
      </div>
    </Loading>
  );
}

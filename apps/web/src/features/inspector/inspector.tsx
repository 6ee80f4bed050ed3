import type { AssetDetail } from "@slate/schema/api";

export function Inspector({ asset }: { asset: AssetDetail; objectId: string | undefined; onObjectChange: (id: string) => void }) {
  return <p>{asset.name}</p>;
}

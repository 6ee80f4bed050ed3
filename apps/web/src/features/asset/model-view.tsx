import type { AssetDetail } from "@slate/schema/api";
import { useQueryClient } from "@tanstack/react-query";
import { Grid3x3, RotateCcw } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Failure } from "@/components/failure.tsx";
import { Button } from "@/components/ui/button.tsx";
import { folderOf } from "@/features/files/paths.ts";
import { contentUrl, fileAtQuery } from "@/features/files/queries.ts";
import { useWorkspace } from "@/lib/workspace.ts";
import { loadModel } from "./load-model.ts";
import { type Stage, showModel } from "./model-stage.ts";
import { extensionOf } from "./preview-kind.ts";
import { text } from "./text.ts";

type State = { kind: "loading" } | { kind: "shown"; triangles: number } | { kind: "failed"; error: unknown };

/** A model to turn and look at. three.js comes with this module, which is fetched on demand. */
export default function ModelView({ asset, url }: { asset: AssetDetail; url: string }) {
  const workspace = useWorkspace();
  const queryClient = useQueryClient();
  const parent = useRef<HTMLDivElement>(null);
  const stage = useRef<Stage>(null);
  const [state, setState] = useState<State>({ kind: "loading" });
  const [wireframe, setWireframe] = useState(false);
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the address names the asset and its version; an attempt begins anew
  useEffect(() => {
    const abort = new AbortController();
    setState({ kind: "loading" });
    /** What a model names beside itself: a buffer, a texture. */
    async function findBeside(relativePath: string): Promise<string | null> {
      const path = new URL(relativePath, `file:///${encodeURI(folderOf(asset.path))}/`).pathname.slice(1);
      const file = await queryClient.fetchQuery(fileAtQuery(workspace.id, asset.projectId, decodeURIComponent(path)));
      return file ? contentUrl(workspace.id, file.id, file.version) : null;
    }
    loadModel(url, extensionOf(asset.path), findBeside, abort.signal).then(
      (model) => {
        if (abort.signal.aborted || !parent.current) return model.dispose();
        try {
          stage.current = showModel(parent.current, model, text.viewer.label(asset.name));
          setState({ kind: "shown", triangles: stage.current.triangles });
        } catch (error) {
          model.dispose();
          setState({ kind: "failed", error });
        }
      },
      (error) => {
        if (!abort.signal.aborted) setState({ kind: "failed", error });
      },
    );
    return () => {
      abort.abort();
      stage.current?.dispose();
      stage.current = null;
    };
  }, [url, attempt]);

  return (
    <div className="relative overflow-hidden rounded-lg border bg-sunken">
      <div ref={parent} className="h-[28rem] max-h-[60vh] w-full [&>canvas]:block" />
      {state.kind === "loading" ? (
        <p role="status" className="absolute inset-0 flex items-center justify-center text-muted text-sm">
          {text.viewer.loading}
        </p>
      ) : null}
      {state.kind === "failed" ? (
        <div className="absolute inset-0 flex items-center justify-center">
          <Failure title={text.viewer.failed} error={state.error} onRetry={() => setAttempt(attempt + 1)} />
        </div>
      ) : null}
      {state.kind === "shown" ? (
        <div className="absolute inset-x-2 bottom-2 flex flex-wrap items-center gap-2">
          <span className="rounded-md bg-surface px-2 py-1 text-muted text-xs tabular">{text.viewer.triangles(state.triangles)}</span>
          <Button
            size="sm"
            aria-pressed={wireframe}
            className="ml-auto aria-pressed:bg-selected"
            onClick={() => {
              setWireframe(!wireframe);
              stage.current?.setWireframe(!wireframe);
            }}
          >
            <Grid3x3 aria-hidden />
            {text.viewer.wireframe}
          </Button>
          <Button size="sm" onClick={() => stage.current?.reset()}>
            <RotateCcw aria-hidden />
            {text.viewer.reset}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

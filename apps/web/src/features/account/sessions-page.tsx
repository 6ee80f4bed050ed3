import type { SignInSession } from "@slate/schema/api";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Monitor, SquareTerminal } from "lucide-react";
import { useState } from "react";
import { LoadingRows } from "@/components/loading.tsx";
import { Page } from "@/components/page.tsx";
import { QueryView } from "@/components/query-view.tsx";
import { Time } from "@/components/time.tsx";
import { Badge } from "@/components/ui/badge.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Confirm } from "@/components/ui/confirm.tsx";
import { toast } from "@/components/ui/toaster.tsx";
import { keys } from "@/lib/query-keys.ts";
import { describeUserAgent } from "./describe-user-agent.ts";
import { endSession, signInSessionsQuery, signOutEverywhere } from "./queries.ts";
import { text } from "./text.ts";

/** Where the person is signed in. `onSignedOut`: here no more. */
export function SessionsPage({ onSignedOut }: { onSignedOut: () => void }) {
  const queryClient = useQueryClient();
  const sessions = useInfiniteQuery(signInSessionsQuery);
  const [asking, setAsking] = useState(false);
  const end = useMutation({
    mutationFn: endSession,
    onSuccess: () => toast.success(text.ended),
    onError: (error) => toast.error(text.endFailed, { description: error.message }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.signInSessions }),
  });
  return (
    <Page
      title={text.sessions}
      description={text.sessionsText}
      layout="narrow"
      action={
        <Button variant="danger" onClick={() => setAsking(true)}>
          {text.everywhere}
        </Button>
      }
    >
      <QueryView query={sessions} loading={<LoadingRows label={text.sessionsLoading} />} failure={text.sessionsFailed}>
        {(rows) => (
          <ul className="divide-y rounded-lg border bg-surface">
            {rows.map((session) => (
              <SessionLine
                key={session.id}
                session={session}
                ending={end.isPending && end.variables === session.id}
                onEnd={() => end.mutate(session.id)}
              />
            ))}
          </ul>
        )}
      </QueryView>
      {sessions.hasNextPage ? (
        <Button className="mt-3 self-start" busy={sessions.isFetchingNextPage} onClick={() => sessions.fetchNextPage()}>
          {text.more}
        </Button>
      ) : null}
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title={text.everywhereTitle}
        consequences={text.everywhereConsequences}
        action={text.everywhere}
        onConfirm={async () => {
          await signOutEverywhere();
          onSignedOut();
        }}
      />
    </Page>
  );
}

function SessionLine({ session, ending, onEnd }: { session: SignInSession; ending: boolean; onEnd: () => void }) {
  const Icon = session.kind === "cookie" ? Monitor : SquareTerminal;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <Icon className="size-5 shrink-0 text-muted" aria-label={text[session.kind]} />
      <div className="min-w-0 flex-1 basis-48">
        <p className="flex items-center gap-2 font-medium text-sm">
          <span className="truncate" title={session.userAgent ?? undefined}>
            {describeUserAgent(session.userAgent) ?? text.unknown}
          </span>
          {session.current ? <Badge tone="success">{text.current}</Badge> : null}
        </p>
        <p className="text-muted text-xs">
          {session.address ? `${session.address} · ` : ""}
          {text.lastSeen} <Time at={session.lastSeenAt} /> · {text.signedIn} <Time at={session.createdAt} />
        </p>
      </div>
      {session.current ? null : (
        <Button size="sm" busy={ending} onClick={onEnd}>
          {text.end}
        </Button>
      )}
    </li>
  );
}

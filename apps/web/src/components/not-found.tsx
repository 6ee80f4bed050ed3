import { Link } from "@tanstack/react-router";
import { Compass } from "lucide-react";
import { use } from "react";
import { useTitle } from "@/lib/title.ts";
import { WorkspaceContext } from "@/lib/workspace.ts";
import { Empty } from "./empty.tsx";
import { text } from "./text.ts";
import { Button } from "./ui/button.tsx";

/** An address that leads nowhere, or to what this person may not see: the two look the same. */
export function NotFound() {
  useTitle(text.notFoundTitle);
  // Inside a workspace its frame is the landmark already.
  const Part = use(WorkspaceContext) ? "div" : "main";
  return (
    <Part className="h-full">
      <Empty
        icon={Compass}
        title={text.notFoundTitle}
        className="h-full"
        action={
          <Button variant="primary" asChild>
            <Link to="/">{text.toProjects}</Link>
          </Button>
        }
      >
        {text.notFoundText}
      </Empty>
    </Part>
  );
}

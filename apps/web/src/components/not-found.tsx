import { Link } from "@tanstack/react-router";
import { Compass } from "lucide-react";
import { useTitle } from "@/lib/title.ts";
import { Empty } from "./empty.tsx";
import { Button } from "./ui/button.tsx";

/** An address that leads nowhere, or to what this person may not see: the two look the same. */
export function NotFound() {
  useTitle("Not found");
  return (
    <main className="h-full">
      <Empty
        icon={Compass}
        title="There is nothing here"
        className="h-full"
        action={
          <Button variant="primary" asChild>
            <Link to="/">Go to your projects</Link>
          </Button>
        }
      >
        The address may be mistyped, or what it named was removed, or it belongs to a workspace you are not a member of.
      </Empty>
    </main>
  );
}

import { useState } from "react";
import { Dialog, DialogBody, DialogContent } from "@/components/ui/dialog.tsx";
import { Kbd } from "@/components/ui/kbd.tsx";
import { useCommandRegistry, useCommands } from "./registry.ts";
import { text } from "./text.ts";

/** The sheet behind `?`: every key that works on this page, by group. */
export function ShortcutSheet() {
  const [open, setOpen] = useState(false);
  useCommands([{ keys: "?", label: text.showKeys, group: text.general, run: () => setOpen(true) }]);

  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogContent title={text.keysTitle} width="lg">
        <DialogBody>{open ? <Groups /> : null}</DialogBody>
      </DialogContent>
    </Dialog>
  );
}

function Groups() {
  const commands = useCommandRegistry((state) => state.commands);
  const withKeys = [...commands, ...text.listKeys].flatMap(({ keys, label, group }) => (keys ? [{ keys, label, group }] : []));
  const latest = [...new Map(withKeys.map((one) => [one.keys, one])).values()];

  return (
    <div className="columns-1 gap-8 sm:columns-2">
      {[...Map.groupBy(latest, ({ group }) => group)].map(([group, members]) => (
        <section key={group} className="mb-6 break-inside-avoid">
          <h3 className="mb-1 font-medium text-faint text-xs">{group}</h3>
          <dl>
            {members.map(({ keys, label }) => (
              <div key={keys} className="flex min-h-8 items-center justify-between gap-4 border-b last:border-0">
                <dt className="text-sm">{label}</dt>
                <dd>
                  <Kbd keys={keys} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}

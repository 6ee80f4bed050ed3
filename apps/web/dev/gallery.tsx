import { Box, FileCode, FileText, Folder, FolderOpen, FolderTree, History, KeyRound, Lock, Settings, Trash, Users } from "lucide-react";
import { useMemo, useState } from "react";
import { createRoot } from "react-dom/client";
import { z } from "zod";
import { CodeEditor } from "@/components/code-editor/code-editor.tsx";
import { Palette } from "@/components/commands/palette.tsx";
import { listenForKeys } from "@/components/commands/registry.ts";
import { ShortcutSheet } from "@/components/commands/shortcut-sheet.tsx";
import { ConnectionBadge } from "@/components/connection-badge.tsx";
import type { Column } from "@/components/data-table/column.ts";
import { DataTable } from "@/components/data-table/data-table.tsx";
import { Diff } from "@/components/diff/diff.tsx";
import { Empty } from "@/components/empty.tsx";
import { Failure } from "@/components/failure.tsx";
import { Field, useFieldProps } from "@/components/form/field.tsx";
import { Form, Submit } from "@/components/form/form.tsx";
import { useApiForm } from "@/components/form/use-api-form.ts";
import { LoadingRows } from "@/components/loading.tsx";
import { LongWork } from "@/components/long-work.tsx";
import { Page, Section } from "@/components/page.tsx";
import { Bytes, Count, Id } from "@/components/quantity.tsx";
import { AppShell } from "@/components/shell/app-shell.tsx";
import { RailGroup, RailLabel, railLinkClasses } from "@/components/shell/rail.tsx";
import { SearchButton } from "@/components/shell/search-button.tsx";
import { ThemeMenuItems } from "@/components/theme-menu.tsx";
import { Time } from "@/components/time.tsx";
import { Tree } from "@/components/tree/tree.tsx";
import type { TreeNode } from "@/components/tree/tree-model.ts";
import { Avatar, AvatarStack } from "@/components/ui/avatar.tsx";
import { Badge } from "@/components/ui/badge.tsx";
import { Breadcrumb } from "@/components/ui/breadcrumb.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Checkbox } from "@/components/ui/checkbox.tsx";
import { Confirm } from "@/components/ui/confirm.tsx";
import { ContextMenuItem, ContextMenuSeparator } from "@/components/ui/context-menu.tsx";
import { Dialog, DialogBody, DialogContent, DialogFooter, DialogTrigger } from "@/components/ui/dialog.tsx";
import { DropdownMenu, DropdownMenuContent, DropdownMenuTrigger } from "@/components/ui/dropdown-menu.tsx";
import { IconButton } from "@/components/ui/icon-button.tsx";
import { Input, Textarea } from "@/components/ui/input.tsx";
import { Kbd } from "@/components/ui/kbd.tsx";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover.tsx";
import { Select } from "@/components/ui/select.tsx";
import { Sheet, SheetContent, SheetTrigger } from "@/components/ui/sheet.tsx";
import { Split } from "@/components/ui/split.tsx";
import { Switch } from "@/components/ui/switch.tsx";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs.tsx";
import { Toaster, toast, toastWithUndo } from "@/components/ui/toaster.tsx";
import { TooltipProvider } from "@/components/ui/tooltip.tsx";
import { ApiError } from "@/lib/api-error.ts";
import { followAppearance } from "@/lib/appearance.ts";
import "@/styles/app.css";

/** Every building block on one page, for looking at. Served by `vite dev` at /dev/components.html; never part of a build. */

const people = ["Ada", "Bob", "Cleo", "Dan", "Eve", "Finn"].map((name) => ({ id: `${name}-1`, name, avatar: null }));

function Buttons() {
  const [asking, setAsking] = useState(false);
  return (
    <Section title="Buttons and menus">
      <div className="flex flex-wrap items-center gap-3">
        <Button variant="primary">Create project</Button>
        <Button>Import</Button>
        <Button variant="ghost">Cancel</Button>
        <Button variant="danger" onClick={() => setAsking(true)}>
          Delete project
        </Button>
        <Button variant="link">Read more</Button>
        <Button busy>Saving</Button>
        <Button disabled>Disabled</Button>
        <IconButton icon={Settings} label="Settings" keys="g s" />
        <Kbd keys="mod+k" />
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <Button>Appearance</Button>
          </DropdownMenuTrigger>
          <DropdownMenuContent>
            <ThemeMenuItems />
          </DropdownMenuContent>
        </DropdownMenu>
        <Popover>
          <PopoverTrigger asChild>
            <Button>Popover</Button>
          </PopoverTrigger>
          <PopoverContent>Something short that belongs to the button.</PopoverContent>
        </Popover>
        <Sheet>
          <SheetTrigger asChild>
            <Button>Panel</Button>
          </SheetTrigger>
          <SheetContent title="Details">
            <p className="p-5">The list stays where it is.</p>
          </SheetContent>
        </Sheet>
        <Dialog>
          <DialogTrigger asChild>
            <Button>Dialog</Button>
          </DialogTrigger>
          <DialogContent title="Create project" description="A project holds versioned files.">
            <DialogBody>
              <ExampleForm />
            </DialogBody>
            <DialogFooter>
              <Button>Cancel</Button>
              <Button variant="primary">Create project</Button>
            </DialogFooter>
          </DialogContent>
        </Dialog>
        <Button onClick={() => toastWithUndo("Player.cs was deleted", () => new Promise((resolve) => setTimeout(resolve, 500)))}>
          Toast
        </Button>
        <Button onClick={() => toast.error("The file was not saved", { description: "Your text is still in the editor." })}>
          Error toast
        </Button>
      </div>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title="Delete project Atlas?"
        consequences={[
          "1,704 files and 312 changesets leave the project list.",
          "Anyone with the link sees that it is gone.",
          "It can be restored for 30 days.",
        ]}
        action="Delete project"
        typeToConfirm="Atlas"
        onConfirm={() => new Promise((resolve) => setTimeout(resolve, 400))}
      />
    </Section>
  );
}

const schema = z.object({ name: z.string().min(3, "At least 3 characters"), email: z.email("Not an e-mail address"), note: z.string() });

function ExampleForm() {
  const [role, setRole] = useState("member");
  const { form, onSubmit, failure } = useApiForm({
    schema,
    defaultValues: { name: "", email: "", note: "" },
    submit: async () => {
      throw new ApiError(503, "server.unavailable", "A part of the server is away; try again shortly", null, "7f3a09c2-1b5e-4a3c");
    },
  });
  const { errors, isSubmitting } = form.formState;
  return (
    <Form onSubmit={onSubmit} className="max-w-md">
      <Field label="Name" help="Shown in the project list." error={errors.name?.message}>
        {(props) => <Input {...props} {...form.register("name")} />}
      </Field>
      <Field label="E-mail" error={errors.email?.message}>
        {(props) => <Input {...props} type="email" placeholder="ada@slate.localhost" {...form.register("email")} />}
      </Field>
      <Field label="Note" optional>
        {(props) => <Textarea {...props} {...form.register("note")} />}
      </Field>
      <Field label="Role">
        <RoleSelect value={role} onChange={setRole} />
      </Field>
      <Submit busy={isSubmitting} failure={failure} failureTitle="The project was not created">
        Create project
      </Submit>
    </Form>
  );
}

function RoleSelect({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const options = ["viewer", "member", "admin", "owner"].map((role) => ({ value: role, label: role }));
  return <Select {...useFieldProps()} value={value} onValueChange={onChange} options={options} />;
}

function Signs() {
  return (
    <Section title="Signs">
      <div className="flex flex-wrap items-center gap-3">
        {(["neutral", "accent", "success", "warning", "danger", "info"] as const).map((tone) => (
          <Badge key={tone} tone={tone}>
            {tone}
          </Badge>
        ))}
        <Avatar person={people[0] as (typeof people)[0]} size="lg" />
        <AvatarStack people={people} label="Here now" />
        {(["connecting", "live", "reconnecting", "offline", "denied"] as const).map((state) => (
          <ConnectionBadge key={state} state={state} onRetry={() => {}} />
        ))}
        <Checkbox defaultChecked aria-label="On" />
        <Checkbox aria-label="Off" />
        <Checkbox checked="indeterminate" aria-label="Some" />
        <Switch defaultChecked aria-label="On" />
        <Switch aria-label="Off" />
        <Time at={new Date(Date.now() - 3_700_000).toISOString()} />
        <Bytes value={1_540_000} />
        <Count value={12_345} />
        <Id value="0192f0c1-2b3a-7c4d-8e5f-60718293a4b5" />
      </div>
      <div className="mt-4 grid gap-4 lg:grid-cols-2">
        <LongWork
          title="Importing MyGame"
          state="running"
          progress={0.42}
          detail="714 of 1,704 files · 24 MB"
          rate="3.1 MB/s"
          timeLeftMs={9_000}
          onCancel={() => {}}
        />
        <LongWork
          title="Importing MyGame"
          state="failed"
          progress={0.42}
          detail="The archive ended too early."
          action={<Button size="sm">Try again</Button>}
        />
      </div>
      <div className="mt-4 grid gap-4 lg:grid-cols-3">
        <Empty icon={Box} title="No projects yet" action={<Button variant="primary">Create project</Button>}>
          A project holds versioned files and the assets made from them.
        </Empty>
        <Failure
          title="The projects could not be loaded"
          error={new ApiError(503, "server.unavailable", "A part of the server is away; try again shortly", null, "7f3a09c2-1b5e-4a3c")}
          onRetry={() => {}}
        />
        <LoadingRows label="Loading" rows={6} />
      </div>
    </Section>
  );
}

type FileRow = { id: string; name: string; size: number; by: string; at: string };
const fileRows: FileRow[] = Array.from({ length: 2000 }, (_, index) => ({
  id: `${index}`,
  name: `Assets/Scripts/Enemy ${index}.cs`,
  size: (index * 7919) % 250_000,
  by: people[index % people.length]?.name ?? "",
  at: new Date(Date.now() - index * 3_600_000).toISOString(),
}));
const fileColumns: Column<FileRow>[] = [
  { id: "name", header: "Name", cell: (row) => row.name, value: (row) => row.name, width: "minmax(180px, 2fr)", pinned: true },
  { id: "size", header: "Size", cell: (row) => <Bytes value={row.size} />, value: (row) => row.size, width: "110px", align: "end" },
  { id: "by", header: "Changed by", cell: (row) => row.by, value: (row) => row.by, width: "140px", minTableWidthPx: 520 },
  { id: "at", header: "Changed", cell: (row) => <Time at={row.at} />, value: (row) => row.at, width: "140px", minTableWidthPx: 640 },
];

function TableExample() {
  return (
    <Section title="Table">
      <DataTable
        label="Files"
        columns={fileColumns}
        rows={fileRows}
        rowId={(row) => row.id}
        onOpen={(row) => toast(`Opened ${row.name}`)}
        csvName="files"
        filters={<Input placeholder="Filter" aria-label="Filter" className="w-48" />}
        bulkActions={(rows) => (
          <Button size="sm" onClick={() => toast(`${rows.length} files`)}>
            Delete
          </Button>
        )}
        className="h-96"
      />
    </Section>
  );
}

const roots: TreeNode[] = Array.from({ length: 100 }, (_, index) => ({ id: `Folder ${index}`, name: `Folder ${index}`, folder: true }));
const childCache = new Map<string, TreeNode[]>();
function childrenOf(folder: TreeNode | null): TreeNode[] {
  if (!folder) return roots;
  const known = childCache.get(folder.id);
  if (known) return known;
  const made = Array.from({ length: 100 }, (_, index) => ({ id: `${folder.id}/${index}`, name: `Player ${index}.cs`, folder: false }));
  childCache.set(folder.id, made);
  return made;
}

const oldCode = `using UnityEngine;

public class Player : MonoBehaviour
{
    /* How much
       it can take. */
    [SerializeField] private int health = 100;
    private string title = "Player one";

    private void Update()
    {
        transform.Translate(Vector3.forward * Time.deltaTime);
    }

    public void Hit(int damage)
    {
        health -= damage;
        if (health < 0) Destroy(gameObject);
    }
}
`;
const newCode = oldCode
  .replace("health = 100", "health = 250")
  .replace("if (health < 0)", 'Debug.Log($"left: {health}");\n        if (health <= 0)')
  .replace("forward", "right");

function TreeAndEditor() {
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(
    () => new Set(location.hash === "#all" ? roots.map(({ id }) => id) : ["Folder 0"]),
  );
  const [selected, setSelected] = useState<string | null>("Folder 0/1");
  const [renaming, setRenaming] = useState<string | null>(null);
  return (
    <Section title="Tree and editor">
      <div className="h-96 overflow-hidden rounded-lg border bg-surface">
        <Split
          id="gallery"
          label="File tree"
          className="h-full"
          start={
            <Tree
              label="Files"
              childrenOf={childrenOf}
              expanded={expanded}
              onExpandedChange={setExpanded}
              selectedId={selected}
              onOpen={(node) => setSelected(node.id)}
              renamingId={renaming}
              onRenamingChange={setRenaming}
              onRename={async (node, name) => void toast(`${node.name} is now ${name}`)}
              onMove={(node, folder) => toast(`${node.name} to ${folder?.name ?? "the root"}`)}
              icon={(node, open) =>
                node.folder ? (
                  open ? (
                    <FolderOpen className="size-4 shrink-0 text-accent-text" aria-hidden />
                  ) : (
                    <Folder className="size-4 shrink-0 text-accent-text" aria-hidden />
                  )
                ) : (
                  <FileCode className="size-4 shrink-0 text-muted" aria-hidden />
                )
              }
              badges={(node) => (node.id.endsWith("/3") ? <Lock className="size-3.5 text-warning" aria-label="Locked" /> : null)}
              menu={(node) => (
                <>
                  <ContextMenuItem onSelect={() => setRenaming(node.id)}>
                    <FileText /> Rename
                  </ContextMenuItem>
                  <ContextMenuSeparator />
                  <ContextMenuItem danger>
                    <Trash /> Delete
                  </ContextMenuItem>
                </>
              )}
            />
          }
          end={
            <CodeEditor
              className="h-full"
              label="Player.cs"
              documentId={selected ?? ""}
              value={newCode}
              language="csharp"
              onSave={() => toast.success("Saved")}
            />
          }
        />
      </div>
    </Section>
  );
}

function Diffs() {
  const source = useMemo(() => ({ oldText: oldCode, newText: newCode }), []);
  return (
    <Section title="Diff">
      <div className="overflow-hidden rounded-lg border">
        <Diff source={source} path="Player.cs" label="Player.cs, version 3 and 4" heading="Version 3 → 4" scroll="page" />
      </div>
    </Section>
  );
}

function Gallery() {
  const [palette, setPalette] = useState(false);
  return (
    <TooltipProvider delayDuration={400}>
      <AppShell
        rail={
          <>
            <div className="p-2 font-semibold">Workspace</div>
            <RailGroup title="Atlas">
              {[
                [FolderTree, "Files"],
                [History, "Changes"],
                [Users, "Members"],
                [KeyRound, "Keys"],
              ].map(([icon, label], index) => (
                <a key={label as string} href="#main" aria-current={index === 0 ? "page" : undefined} className={railLinkClasses}>
                  <RailLabel icon={icon as typeof Box}>{label as string}</RailLabel>
                </a>
              ))}
            </RailGroup>
          </>
        }
        breadcrumbs={
          <Breadcrumb
            crumbs={[
              { key: "w", label: <a href="#main">Workspace</a> },
              { key: "p", label: <a href="#main">Atlas</a> },
              { key: "f", label: "Components" },
            ]}
          />
        }
        actions={
          <>
            <SearchButton onOpen={() => setPalette(true)} />
            <AvatarStack people={people.slice(0, 3)} label="Here now" />
            <ConnectionBadge state="live" onRetry={() => {}} />
          </>
        }
      >
        <Page
          title="Components"
          description="Everything the pages are made of."
          action={<Button variant="primary">Create project</Button>}
          toolbar={
            <Tabs defaultValue="all" className="w-full">
              <TabsList>
                <TabsTrigger value="all">All</TabsTrigger>
                <TabsTrigger value="some">Some</TabsTrigger>
              </TabsList>
              <TabsContent value="some">Some</TabsContent>
            </Tabs>
          }
        >
          <Buttons />
          <Signs />
          <Section title="Form">
            <ExampleForm />
          </Section>
          <TreeAndEditor />
          <Diffs />
          <TableExample />
        </Page>
      </AppShell>
      <Palette open={palette} onOpenChange={setPalette} />
      <ShortcutSheet />
      <Toaster />
    </TooltipProvider>
  );
}

followAppearance();
listenForKeys();
createRoot(document.getElementById("root") as HTMLElement).render(<Gallery />);

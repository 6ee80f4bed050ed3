import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { listenForKeys } from "@/components/commands/registry.ts";
import { followAppearance } from "@/lib/appearance.ts";
import { setFieldMessages } from "@/lib/field-messages.ts";
import { refuseStrayDrops } from "@/lib/refuse-stray-drops.ts";
import { queryClient, router } from "./router.ts";
import "@/styles/app.css";

setFieldMessages();
followAppearance();
refuseStrayDrops();
listenForKeys();

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);

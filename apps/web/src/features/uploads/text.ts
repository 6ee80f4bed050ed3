import { formatBytes } from "@/lib/format.ts";

export const text = {
  tray: "Uploads",
  title: {
    running: (name: string) => `Uploading ${name}`,
    done: (name: string) => `Uploaded ${name}`,
    failed: (name: string) => `${name} was not uploaded`,
    cancelled: (name: string) => `${name} was not uploaded`,
  },
  interrupted: (name: string) => `Interrupted: ${name}`,
  interruptedDetail: (received: number, total: number) => `${formatBytes(received)} of ${formatBytes(total)} are there`,
  interruptedNote: "Choose the same file again to go on from there.",
  choose: "Choose file",
  anotherFile: "That is another file",
  anotherFileText: (name: string, bytes: number) => `Choose ${name}, of ${formatBytes(bytes)}.`,
  giveUp: "Give up",
  sending: (sent: number, total: number) => `${formatBytes(sent)} of ${formatBytes(total)} sent`,
  completing: "Checking the whole",
  rate: (bytesPerSecond: number) => `${formatBytes(bytesPerSecond)}/s`,
  done: (bytes: number) => formatBytes(bytes),
  cancelled: "Cancelled. Nothing was changed.",
  tryAgain: "Try again",
  show: "Show changes",
  dismiss: "Dismiss",
};

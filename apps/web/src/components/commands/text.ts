const lists = "Lists and trees";

export const text = {
  open: "Search and commands",
  placeholder: "Search files, or say what to do",
  nothing: (query: string) => (query ? `Nothing found for “${query}”.` : "Nothing to do here yet."),
  keysTitle: "Keyboard shortcuts",
  showKeys: "Show keyboard shortcuts",
  general: "General",
  /** Keys that belong to the focused list rather than to the page. */
  listKeys: [
    { keys: "j", label: "Next row", group: lists },
    { keys: "k", label: "Previous row", group: lists },
    { keys: "enter", label: "Open", group: lists },
    { keys: "x", label: "Select row", group: lists },
    { keys: "left", label: "Close folder", group: lists },
    { keys: "right", label: "Open folder", group: lists },
    { keys: "F2", label: "Rename", group: lists },
    { keys: "esc", label: "Clear, or close", group: lists },
  ],
};

import { BrowserPanel } from "./browser/browser-panel.tsx";
import { InsidePanel } from "./inside/inside-panel.tsx";
import { NetworkPanel } from "./network/network-panel.tsx";
import { RacePanel } from "./race/race-panel.tsx";
import { RarePanel } from "./rare/rare-panel.tsx";
import { TABS, type Tab } from "./state/link.ts";
import { change, view } from "./state/view.ts";
import { Header } from "./ui/header.tsx";
import { Tabs } from "./ui/tabs.tsx";

const NAMES: Record<Tab, string> = {
  race: "The race",
  inside: "Inside",
  rare: "Rare events",
  browser: "This browser",
};

const PANELS: Record<Tab, () => preact.JSX.Element> = {
  race: RacePanel,
  inside: InsidePanel,
  rare: RarePanel,
  browser: BrowserPanel,
};

export function App() {
  const { tab } = view.value;
  const Panel = PANELS[tab];
  return (
    <>
      <Header />
      <main>
        <NetworkPanel />
        <div class="work">
          <Tabs
            tabs={TABS.map((id) => ({ id, name: NAMES[id] }))}
            selected={tab}
            onSelect={(id) => change({ tab: id })}
          />
          <div class="panel" role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`}>
            <Panel />
          </div>
        </div>
      </main>
    </>
  );
}

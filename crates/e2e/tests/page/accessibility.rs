//! What axe-core finds wrong for people who do not see, hear or point well.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use e2e::{Page, Pointer, Screen, Setup, Theme, digit, on_page};
use fantoccini::key::Key;
use serde_json::Value;

#[tokio::test]
async fn no_rule_is_broken_in_any_theme() -> Result<()> {
    check(Screen::LAPTOP).await
}

#[tokio::test]
async fn no_rule_is_broken_on_a_phone() -> Result<()> {
    check(Screen::PHONE).await
}

async fn check(screen: Screen) -> Result<()> {
    let axe = axe_core()?;
    on_page(Setup { screen, ..Setup::without_page() }, async |page| {
        let mut violations = Vec::new();
        for theme in Theme::ALL {
            page.open(&format!("?theme={}", theme.name())).await?;
            violations.extend(violations_of(page, &axe, theme, "empty").await?);
            page.draw(&digit(3), Pointer::Mouse).await?;
            page.settle().await?;
            violations.extend(violations_of(page, &axe, theme, "drawn").await?);
            page.pick(Pointer::Mouse, "2:4").await?;
            page.click("#card summary").await?;
            violations.extend(violations_of(page, &axe, theme, "panel and card open").await?);
            page.press(&[Key::Escape]).await?;
            assert!(!page.is_visible("#card p").await?, "Escape closes the card");
            for panel in ["why", "matrix", "knobs", "train", "models"] {
                page.open_panel(Pointer::Mouse, panel).await?;
                page.unfold_panel().await?;
                violations.extend(violations_of(page, &axe, theme, panel).await?);
            }
            page.client().execute("document.querySelector('#replay').click();", Vec::new()).await?;
            page.client()
                .execute("document.querySelector('#player-layer-forward').click();", Vec::new())
                .await?;
            page.settle().await?;
            violations.extend(violations_of(page, &axe, theme, "player").await?);
        }
        assert!(violations.is_empty(), "{violations:#?}");
        Ok(())
    })
    .await
}

pub(crate) async fn violations_of(page: &Page, axe: &str, theme: Theme, state: &str) -> Result<Vec<String>> {
    if !page.eval::<bool>("return 'axe' in window;").await? {
        page.eval::<Value>(&format!("{axe}; return null;")).await?;
    }
    let script = "const done = arguments[arguments.length - 1];
        // What is scrolled half out of a panel's view, or below what stays there, is as large as it is once it is in view.
        const isCut = (id, { target }) => {
            const panel = document.querySelector('#inspector');
            const element = document.querySelector(target[0]);
            if (id !== 'target-size' || !panel.contains(element)) return false;
            const before = panel.scrollTop;
            element.scrollIntoView({ block: 'center', behavior: 'instant' });
            const { x, y, width, height } = element.getBoundingClientRect();
            // The corners of a target of 24 px in its middle.
            const isReached = [-11, 11].every((dx) => [-11, 11].every((dy) =>
                element.contains(document.elementFromPoint(x + width / 2 + dx, y + height / 2 + dy))));
            panel.scrollTop = before;
            return isReached;
        };
        const runOnly = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
        axe.run({runOnly, resultTypes: ['violations'], preload: false}).then(
            ({violations}) => done(violations.flatMap(({id, help, nodes}) =>
                nodes.filter((node) => !isCut(id, node)).map((node) => `${id}: ${help}: ${node.html.slice(0, 120)}: ${node.failureSummary}`))),
            (error) => done([`axe-core: ${error}`]));";
    let found: Vec<String> = serde_json::from_value(page.client().execute_async(script, Vec::new()).await?)?;
    Ok(found.into_iter().map(|line| format!("{}, {state}: {line}", theme.name())).collect())
}

/// The script, which `cargo xtask test` has put there.
pub(crate) fn axe_core() -> Result<String> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.tools/axe-core/node_modules/axe-core/axe.min.js");
    fs::read_to_string(path).context("axe-core is missing: `cargo xtask test e2e` fetches it")
}

#[tokio::test]
async fn sliders_speak_rounded_values_and_the_parts_of_the_page_have_headings() -> Result<()> {
    on_page(Setup::default(), async |page| {
        let headings: Vec<String> = page
            .eval("return [...document.querySelectorAll('main h2')].map((it) => it.textContent).slice(0, 4);")
            .await?;
        assert_eq!(headings, ["Drawing pad", "Answer", "Examples", "The network"]);
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.pick(Pointer::Mouse, "1:8").await?;
        // Without a text, or with more digits than anyone wants to hear.
        let faults = "return [...document.querySelectorAll('input[type=range], [role=slider]')]
            .filter((it) => it.checkVisibility())
            .map((it) => [it.id || it.dataset.setting || it.dataset.knob, it.getAttribute('aria-valuetext')])
            .filter(([, text]) => !text || /\\.\\d{4,}/.test(text))
            .map(([name, text]) => `${name}: ${text}`);";
        let mut found: Vec<String> = page.eval(faults).await?;
        for panel in ["why", "matrix", "knobs", "train", "models"] {
            page.open_panel(Pointer::Mouse, panel).await?;
            page.unfold_panel().await?;
            found.extend(page.eval::<Vec<String>>(faults).await?);
        }
        assert!(found.is_empty(), "{found:#?}");
        Ok(())
    })
    .await
}

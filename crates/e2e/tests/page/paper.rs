//! What leaves the page: pictures as files, and a worksheet on paper.

use anyhow::{Context, Result};
use e2e::page::TRUSTED;
use e2e::{Page, Pointer, Setup, digit, on_page};
use serde_json::json;
use tempfile::TempDir;

/// Reads an SVG file as a browser does: its title, and how many circles, pictures' paths and texts it has.
const READ_SVG: &str = "
const svg = new DOMParser().parseFromString(trusted.createHTML(arguments[0]), 'image/svg+xml');
if (svg.querySelector('parsererror')) throw new Error(svg.documentElement.textContent);
const count = (selector) => svg.querySelectorAll(selector).length;
return [svg.querySelector('title').textContent, [count('circle'), count('g path'), count('text')]];";

async fn choose(page: &Page, subject: &str, theme: &str) -> Result<()> {
    page.find("#picture-subject").await?.select_by_value(subject).await?;
    page.find("#picture-theme").await?.select_by_value(theme).await?;
    Ok(())
}

#[tokio::test]
async fn the_network_its_weights_and_the_reasons_are_saved_as_pictures() -> Result<()> {
    let folder = TempDir::with_prefix("inkling-pictures-")?;
    on_page(Setup::without_page(), async |page| {
        page.before_page_scripts(TRUSTED);
        page.open("").await?;
        page.save_into(folder.path()).await?;
        page.click("#share").await?;
        choose(page, "why", "").await?;
        page.click("#save-picture [data-format='svg']").await?;
        assert!(page.text("#notes").await?.contains("Draw something first"));

        page.draw(&digit(3), Pointer::Mouse).await?;
        let mut papers = Vec::new();
        for (subject, theme, least) in
            [("network", "", [26, 17, 40]), ("weights", "dark", [0, 16, 16]), ("why", "projector", [0, 1, 3])]
        {
            choose(page, subject, theme).await?;
            page.click("#save-picture [data-format='svg']").await?;
            let name = format!("inkling-{subject}");
            let file = folder.path().join(&name).with_extension("svg");
            let svg = String::from_utf8(page.saved(&file, |bytes| bytes.ends_with(b"</svg>\n")).await?)?;
            let (title, counts): (String, [usize; 3]) = page.eval_with(READ_SVG, &[json!(svg)]).await?;
            assert!(counts.iter().zip(least).all(|(count, least)| *count >= least), "{subject}: {counts:?}");
            if subject == "network" {
                assert_eq!(title, "The network 784-16-16-10, sigmoid. It reads a 3: output 1.00.");
            }
            papers
                .push(svg.split("fill=\"").nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned));

            page.click("#save-picture [data-format='png']").await?;
            let file = folder.path().join(&name).with_extension("png");
            let png = page.saved(&file, |bytes| bytes.ends_with(b"IEND\xaeB`\x82")).await?;
            let width = png.get(16..20).and_then(|width| width.try_into().ok()).context("it has a header")?;
            assert!(u32::from_be_bytes(width) > 800, "twice as many pixels as on the screen");
        }
        papers.dedup();
        assert_eq!(papers.len(), 3, "each theme has its paper: {papers:?}");
        assert_eq!(
            page.attr("html", "data-theme").await?.as_deref(),
            Some("light"),
            "the page keeps its own"
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_worksheet_is_printed_alone_with_its_results_on_a_second_sheet() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.eval::<()>("window.print = () => {};").await?;
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.pick(Pointer::Mouse, "2:4").await?;
        page.click("#class-card > summary").await?;
        page.click("[data-command='worksheet']").await?;
        page.browser.set_paper(true).await?;
        let seen =
            "return [...document.body.children].filter((it) => it.checkVisibility()).map((it) => it.id);";
        assert_eq!(page.eval::<Vec<String>>(seen).await?, ["worksheet"]);
        let numbers = "return [...document.querySelectorAll('#worksheet section')].map((section) =>
            [...section.querySelector('table').rows].slice(1)
                .map((row) => row.lastChild.textContent.replace('−', '-')));";
        let [task, results] = page.eval::<[Vec<String>; 2]>(numbers).await?;
        assert_eq!(task[..6], [""; 6], "the products are left to whoever computes");
        let results: Vec<f64> = results.iter().map(|text| text.parse()).collect::<Result<_, _>>()?;
        let [parts @ .., z, activation] = &results[..] else { anyhow::bail!("{results:?}") };
        assert!((parts.iter().sum::<f64>() - z).abs() < 1e-6, "{results:?}");
        assert!((1.0 / (1.0 + (-z).exp()) - activation).abs() < 0.0051, "{results:?}");
        assert!(page.text("#worksheet section:last-child").await?.starts_with("Results: Hidden 2, neuron 5"));

        page.eval::<()>("dispatchEvent(new Event('afterprint'));").await?;
        assert!(!page.is_visible("#worksheet").await?, "the page is printed as ever");
        assert!(page.is_visible("#edges-and-neurons").await?);
        Ok(())
    })
    .await
}

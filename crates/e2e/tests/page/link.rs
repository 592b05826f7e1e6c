//! The state in the link: reload, back and forward, a link given to others, and what the browser keeps of the last session.

use anyhow::Result;
use e2e::{Page, Pointer, Screen, Setup, digit, on_page};

#[tokio::test]
async fn a_reload_brings_back_what_was_there() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.pick(Pointer::Mouse, "2:4").await?;
        let number = page.text("#detail h2 output").await?;
        wait_for_hash(page, "pick=2:4").await?;
        page.client().refresh().await?;
        page.wait_until_ready().await?;
        page.wait_for_answer("3").await?;
        assert_eq!(page.text("#detail h2 span").await?, "Hidden 2, neuron 5");
        let again = page.text("#detail h2 output").await?;
        assert!((again.parse::<f64>()? - number.parse::<f64>()?).abs() < 0.02, "{number}, then {again}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn back_and_forward_lead_through_panels_and_cleared_pads() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        wait_for_hash(page, "ink=").await?;
        page.open_panel(Pointer::Mouse, "why").await?;
        wait_for_hash(page, "panel=why").await?;
        page.click("#clear").await?;
        page.wait_for_answer("").await?;
        page.wait_for("the address of an empty pad", async || {
            Ok((!hash(page).await?.contains("ink=")).then_some(()))
        })
        .await?;
        page.client().back().await?;
        page.wait_for_answer("3").await?;
        assert!(page.is_visible("section[data-panel='why']").await?);
        page.client().back().await?;
        page.wait_for("the first panel", async || {
            Ok((!page.is_visible("section[data-panel='why']").await?).then_some(()))
        })
        .await?;
        assert_eq!(page.settled_answer().await?.digit, "3");
        page.client().forward().await?;
        page.client().forward().await?;
        page.wait_for_answer("").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_link_carries_another_model_to_another_browser() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.find("#model").await?.select_by_value("wide").await?;
        page.draw(&digit(5), Pointer::Mouse).await?;
        page.pick(Pointer::Mouse, "1:29").await?;
        page.click("#share").await?;
        page.wait_for("the link", async || Ok(page.is_visible("#shared input").await?.then_some(()))).await?;
        page.settle().await?;
        let link: String = page.eval("return document.querySelector('#shared input').value;").await?;
        assert!(link.contains("model=wide") && link.contains("pick=1:29"), "{link}");
        assert_eq!(page.cut_off().await?, Vec::<String>::new());
        page.click("#close-shared").await?;
        page.settle().await?;
        assert!(!page.is_visible("#shared").await?);

        page.client().goto("about:blank").await?;
        page.client().goto(&link).await?;
        page.wait_until_ready().await?;
        page.wait_for_answer("5").await?;
        page.wait_for("the link's model and neuron", async || {
            Ok((page.text("#detail h2").await?.starts_with("Hidden 1, neuron 30")).then_some(()))
        })
        .await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_broken_link_is_told_and_nothing_else_is_broken() -> Result<()> {
    let setup = Setup {
        expected_in_console: &["left out", "ignored"],
        ..Setup::with_query("#v=1&ink=%3Cscript%3E&panel=kitchen&edges=weight")
    };
    on_page(setup, async |page| {
        page.wait_for("the notes", async || Ok(page.is_visible("#notes").await?.then_some(()))).await?;
        let notes = page.text("#notes").await?;
        assert!(notes.contains("The drawing in this link is damaged"), "{notes}");
        assert!(notes.contains("“ink=%3Cscript%3E”") && notes.contains("“panel=kitchen”"), "{notes}");
        let edges: String = page.eval("return document.getElementById('edges').value;").await?;
        assert_eq!(edges, "weight", "the rest counts");
        page.draw(&digit(2), Pointer::Mouse).await?;
        page.wait_for_answer("2").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_link_that_was_cut_off_or_typed_wrong_is_told_and_the_drawing_stays() -> Result<()> {
    let setup = Setup { expected_in_console: &["left out", "ignored"], ..Setup::default() };
    on_page(setup, async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        wait_for_hash(page, "ink=").await?;
        for (change, told) in
            [("location.hash.slice(0, -9)", "“ink="), ("'#v=1&pick=0:99999&ink=A'", "“pick=0:99999”")]
        {
            page.eval::<bool>(&format!("location.hash = {change}; return true;")).await?;
            page.wait_for("the note", async || Ok(page.text("#notes").await?.contains(told).then_some(())))
                .await?;
            page.wait_for_answer("3").await?;
            assert!(!page.is_visible("#failure").await?);
            page.click("#dismiss-notes").await?;
            page.settle().await?;
        }
        page.hover("#grid").await?;
        page.settle().await?;
        assert!(!page.is_visible("#failure").await?);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn changed_knobs_travel_with_the_link() -> Result<()> {
    // The bias of the output 8 is 100: whatever is drawn is read as an 8.
    on_page(Setup::with_query("#v=1&knobs=41MAAAyCB5t"), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.wait_for_answer("8").await?;
        wait_for_hash(page, "ink=").await?;
        wait_for_hash(page, "knobs=41MAAAyCB5t").await?;
        page.client().refresh().await?;
        page.wait_until_ready().await?;
        page.wait_for_answer("8").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn where_storage_is_refused_all_else_works() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        let refuse = "Object.defineProperty(window, 'localStorage',
                      { get() { throw new DOMException('refused', 'SecurityError'); } });";
        page.before_page_scripts(refuse);
        page.open("").await?;
        page.draw(&digit(7), Pointer::Mouse).await?;
        wait_for_hash(page, "ink=").await?;
        page.client().refresh().await?;
        page.wait_until_ready().await?;
        page.wait_for_answer("7").await?;
        assert!(!page.is_visible("#bring-back").await?);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_last_drawing_is_offered_not_forced() -> Result<()> {
    on_page(Setup::default(), async |page| {
        assert!(!page.is_visible("#bring-back").await?, "there is none yet");
        page.draw(&digit(7), Pointer::Mouse).await?;
        wait_for_hash(page, "ink=").await?;
        page.client().goto("about:blank").await?;
        page.open("").await?;
        page.wait_for("the offer", async || Ok(page.is_visible("#bring-back").await?.then_some(()))).await?;
        assert_eq!(page.settled_answer().await?.digit, "", "an empty pad invites");
        page.click("#bring-back").await?;
        page.wait_for_answer("7").await?;
        page.settle().await?;
        assert!(!page.is_visible("#bring-back").await?);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_embedded_page_writes_neither_address_nor_storage() -> Result<()> {
    on_page(Setup { screen: Screen::FRAME, ..Setup::with_query("?ui=embed&panel=why") }, async |page| {
        page.draw(&digit(4), Pointer::Mouse).await?;
        page.wait_for_answer("4").await?;
        page.let_time_pass().await;
        assert_eq!(hash(page).await?, "");
        assert_eq!(page.eval::<usize>("return localStorage.length;").await?, 0);
        Ok(())
    })
    .await
}

async fn hash(page: &Page) -> Result<String> {
    page.eval("return location.hash;").await
}

async fn wait_for_hash(page: &Page, part: &str) -> Result<()> {
    page.wait_for(&format!("{part} in the address"), async || {
        Ok(hash(page).await?.contains(part).then_some(()))
    })
    .await
}

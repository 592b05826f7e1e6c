//! The panel of a neuron: it stays while one draws, and its terms lead to their edges and sources.

use anyhow::Result;
use e2e::{Pointer, Screen, Setup, digit, on_page};
use fantoccini::key::Key;

#[tokio::test]
async fn a_neuron_that_was_clicked_stays_selected_while_one_draws() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.pick(Pointer::Mouse, "2:4").await?;
        let before = page.text("#detail h2 output").await?;
        page.draw(&digit(3), Pointer::Mouse).await?;
        assert_eq!(page.text("#detail h2 span").await?, "Hidden 2, neuron 5");
        assert_ne!(page.text("#detail h2 output").await?, before, "its number is live");
        assert_eq!(page.attr("[data-neuron='2:4']", "aria-pressed").await?.as_deref(), Some("true"));
        page.click("#unpick").await?;
        page.settle().await?;
        assert!(!page.is_visible("#detail").await?);
        assert_eq!(page.attr("[data-neuron='2:4']", "aria-pressed").await?.as_deref(), Some("false"));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_deep_neuron_shows_what_it_listens_to_and_leads_there() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.pick(Pointer::Mouse, "2:4").await?;
        let values: Vec<String> =
            page.eval("return [...document.querySelectorAll('.terms .number')].map((it) => it.textContent);").await?;
        let values: Vec<f64> = values.iter().map(|text| text.replace('−', "-").parse()).collect::<Result<_, _>>()?;
        assert_eq!(values.len(), 16);
        assert!(values.windows(2).all(|pair| pair[0].abs() >= pair[1].abs()), "strongest first: {values:?}");

        let drawing = "return document.querySelector('#edges-and-neurons').toDataURL();";
        page.hover_at(5.0, 5.0).await?;
        page.settle().await?;
        let dark: String = page.eval(drawing).await?;
        page.hover(".terms [data-term]").await?;
        page.settle().await?;
        assert_ne!(page.eval::<String>(drawing).await?, dark, "its edge is lit in the network");
        let lit: Vec<String> = page
            .eval("return [...document.querySelectorAll('[data-lit]')].map((it) => it.localName + ' ' + it.dataset.term);")
            .await?;
        let source: String = page.eval("return document.querySelector('.terms [data-term]').dataset.term;").await?;
        // It has a picture, a row, and in the equation it stands by name and by number.
        let expected = ["button", "mrow", "mrow", "button"].map(|element| format!("{element} {source}"));
        assert_eq!(lit, expected);

        page.click(".terms [data-term]").await?;
        page.settle().await?;
        assert!(page.has_focus(&format!("[data-neuron='{source}']")).await?);
        assert!(page.text("#detail h2 span").await?.starts_with("Hidden 1, neuron"));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn pixels_of_the_pictures_and_terms_of_the_equation_are_lit_in_the_grid() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.pick(Pointer::Mouse, "1:4").await?;
        page.hover(".pictures figure:last-child canvas").await?;
        page.settle().await?;
        assert!(
            page.is_visible(".pictures figure:first-child i").await?,
            "the same pixel in the other picture"
        );
        page.hover(".equation [data-term]").await?;
        page.settle().await?;
        let lit: usize = page.eval("return document.querySelectorAll('mrow[data-lit]').length;").await?;
        assert_eq!(lit, 2, "by name and by number");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_tangent_comes_on_request_and_the_formula_is_mathml() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.pick(Pointer::Mouse, "2:4").await?;
        let tangent = "return document.querySelector('.tangent').getAttribute('d') ?? '';";
        assert_eq!(page.eval::<String>(tangent).await?, "");
        page.click("#tangent").await?;
        page.settle().await?;
        assert!(page.eval::<String>(tangent).await?.starts_with('M'));
        assert!(page.text("#slope").await?.starts_with("slope 0."));
        let formulas: Vec<String> = page
            .eval("return [...document.querySelectorAll('.equation math')].map((it) => `${it.namespaceURI} ${it.textContent}`);")
            .await?;
        assert_eq!(formulas.len(), 4);
        assert!(formulas[0].starts_with("http://www.w3.org/1998/Math/MathML a=σ(w"), "{formulas:?}");
        let result = page.text("#detail h2 output").await?;
        assert!(formulas[3].ends_with(&format!("≈{result}\u{a0}(rounded)")), "{formulas:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn keys_and_fingers_lead_through_the_panel() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.pick(Pointer::Mouse, "3:8").await?;
        page.tab_to("#next").await?;
        page.press(&[Key::Enter]).await?;
        page.settle().await?;
        assert_eq!(page.text("#detail h2 span").await?, "Output 9");
        assert!(page.has_focus("#next").await?, "to be pressed again");
        page.tab_to(".terms [data-term]").await?;
        page.settle().await?;
        assert!(page.is_visible(".terms [data-lit]").await?, "the focus lights too");
        Ok(())
    })
    .await?;
    on_page(Setup::on(Screen::PHONE), async |page| {
        page.draw(&digit(3), Pointer::Touch).await?;
        page.pick(Pointer::Touch, "2:4").await?;
        page.click_with(Pointer::Touch, "#previous").await?;
        page.settle().await?;
        assert_eq!(page.text("#detail h2 span").await?, "Hidden 2, neuron 4");
        let small = page.small_targets(44.0).await?;
        assert!(small.is_empty(), "{small:#?}");
        assert_eq!(page.cut_off().await?, Vec::<String>::new());
        Ok(())
    })
    .await
}

//! One number followed from a pixel to an output: its numbers are the page's own, and pointer, keys and fingers lead it.

use anyhow::{Context, Result};
use e2e::{Page, Pointer, Screen, Setup, digit, on_page};
use fantoccini::key::Key;

use crate::stage::out_of_sight;

/// A pixel of the network's input that is inked, but not fully: its column and row.
const INKED: &str = "const canvas = document.querySelector('#input');
    const ink = canvas.getContext('2d').getImageData(0, 0, 28, 28).data;
    const idx = [...Array(784).keys()].find((idx) => ink[4 * idx] > 60 && ink[4 * idx] < 160);
    return [idx % 28, Math.floor(idx / 28)];";

/// The part that is reached.
const REACHED: &str = "return document.querySelector('#follow').dataset.reached;";

/// Clicks or taps a pixel with ink, and returns its index.
async fn pick_inked(page: &Page, pointer: Pointer) -> Result<usize> {
    page.settle().await?;
    let [column, row]: [usize; 2] = page.eval(INKED).await?;
    page.pick_pixel(pointer, column, row).await?;
    page.wait_for("the button", async || Ok(page.is_visible("#follow-start").await?.then_some(()))).await?;
    Ok(28 * row + column)
}

fn number(text: &str) -> Result<f64> {
    text.replace('−', "-").trim().parse().with_context(|| format!("`{text}` is no number"))
}

/// The numbers of the last line of the equation, without its notes.
async fn last_line(page: &Page) -> Result<Vec<f64>> {
    let texts: Vec<String> = page
        .eval(
            "const line = document.querySelector('#follow .equation').lastElementChild;
             const parts = [...line.querySelectorAll('mn, mo')].filter((it) => !it.closest('msub'));
             return parts.map((it) => it.textContent).filter((it) => !'·()'.includes(it));",
        )
        .await?;
    let (mut numbers, mut sign) = (Vec::new(), 1.0);
    for text in texts {
        match text.as_str() {
            "−" => sign = -1.0,
            "+" | "=" | "≈" => sign = 1.0,
            text => {
                numbers.push(sign * number(text)?);
                sign = 1.0;
            }
        }
    }
    Ok(numbers)
}

/// The number as it is at this step.
async fn value(page: &Page) -> Result<f64> {
    Ok(page.attr("#follow", "data-value").await?.context("a value")?.parse()?)
}

/// The activation that a neuron's accessible name says.
async fn activation(page: &Page, neuron: &str) -> Result<f64> {
    let name = page.attr(&format!("[data-neuron='{neuron}']"), "aria-label").await?.context("a name")?;
    number(name.rsplit(": ").next().unwrap_or_default())
}

fn is_close(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.02
}

#[tokio::test]
async fn a_pixels_number_is_followed_to_an_output_and_every_number_is_the_pages() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.wait_for_answer("3").await?;
        let pixel = pick_inked(page, Pointer::Mouse).await?;
        let pixel_value = number(&page.text("#detail h2 output").await?)?;
        let weights: Vec<(String, String)> = page
            .eval("return [...document.querySelectorAll('#detail .terms [data-term]')].map((it) => [it.dataset.term, it.querySelector('.number').textContent]);")
            .await?;
        page.click("#follow-start button").await?;
        page.settle().await?;
        assert!(page.has_focus("#follow-next").await?);
        assert!(!page.is_visible("#detail").await?);
        assert_eq!(page.attr("#follow", "data-reached").await?, Some(format!("0:{pixel}")));
        assert!(is_close(value(page).await?, pixel_value));

        let mut arriving = pixel_value;
        for layer in 1..=3 {
            page.click("#follow-next").await?;
            page.settle().await?;
            assert_eq!(page.attr("#follow", "data-stage").await?.as_deref(), Some("product"));
            let reached: String = page.eval(REACHED).await?;
            assert!(reached.starts_with(&format!("{layer}:")), "{reached}");
            let product = value(page).await?;
            let [weight, factor, printed] = last_line(page).await?[..] else { panic!("a product") };
            assert!(is_close(factor, arriving) && is_close(printed, product), "{factor}, {printed}");
            if layer == 1 {
                let (_, written) = weights.iter().find(|(term, _)| *term == reached).context("its row")?;
                assert!(is_close(weight, number(written)?), "{weight}, {written}");
                let strongest = number(&weights[0].1)?;
                assert!(is_close(weight, strongest), "by default the strongest edge: {weight}, {strongest}");
            }

            page.click("#follow-next").await?;
            page.settle().await?;
            let z = value(page).await?;
            let [first, others, bias, printed] = last_line(page).await?[..] else { panic!("a sum") };
            assert!(is_close(first, product) && is_close(printed, z), "{first}, {printed}");
            assert!((first + others + bias - z).abs() < 0.03, "{first} + {others} + {bias} = {z}");

            page.click("#follow-next").await?;
            page.settle().await?;
            let [through, printed] = last_line(page).await?[..] else { panic!("an activation") };
            let sigmoid = 1.0 / (1.0 + (-through).exp());
            assert!(is_close(through, z) && is_close(printed, sigmoid), "σ({through}) = {printed}");
            assert!(page.is_visible("#follow .curve svg").await?);
            arriving = activation(page, &reached).await?;
            assert!(is_close(printed, arriving) && is_close(value(page).await?, arriving));
        }
        page.click("#follow-next").await?;
        page.settle().await?;
        assert_eq!(page.text("#follow .count").await?, "Step 11 of 11");
        assert_eq!(page.attr("#follow-next", "aria-disabled").await?.as_deref(), Some("true"));
        assert!(page.text("#follow .says").await?.ends_with("so the network reads a 3."));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_neuron_that_is_clicked_or_chosen_is_led_through_and_its_path_is_drawn() -> Result<()> {
    on_page(Setup::default(), async |page| {
        let drawing = "return document.querySelector('#edges-and-neurons').toDataURL();";
        page.draw(&digit(3), Pointer::Mouse).await?;
        pick_inked(page, Pointer::Mouse).await?;
        page.click("#follow-start button").await?;
        page.hover_at(5.0, 5.0).await?;
        page.settle().await?;
        let pixel_alone: String = page.eval(drawing).await?;
        page.click("#follow-next").await?;
        page.hover_at(5.0, 5.0).await?;
        page.settle().await?;
        let default: String = page.eval(drawing).await?;
        assert_ne!(default, pixel_alone, "the edge is drawn");
        let reached: String = page.eval(REACHED).await?;
        let other = if reached == "1:3" { "1:4" } else { "1:3" };
        page.pick(Pointer::Mouse, other).await?;
        page.hover_at(5.0, 5.0).await?;
        page.settle().await?;
        assert_eq!(page.eval::<String>(REACHED).await?, other);
        assert_eq!(page.attr("#follow", "data-stage").await?.as_deref(), Some("product"));
        assert_ne!(page.eval::<String>(drawing).await?, default);
        let listed = "return [...document.querySelectorAll('#follow-through option')].map((it) => it.value);";
        let listed: Vec<String> = page.eval(listed).await?;
        assert!(listed.len() == 16 && listed[0] == reached, "{listed:?}");
        let options = page.find("#follow-through").await?;
        options.select_by_value(&reached).await?;
        page.settle().await?;
        assert_eq!(page.eval::<String>(REACHED).await?, reached);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn keys_lead_on_and_back_and_out() -> Result<()> {
    on_page(Setup::default(), async |page| {
        page.tab_to("#grid").await?;
        page.settle().await?;
        page.press(&[Key::Enter]).await?;
        page.settle().await?;
        assert_eq!(page.text("#follow .count").await?, "Step 1 of 11");
        assert!(page.text("#follow .says").await?.ends_with("is blank, so its number is 0."));
        page.press(&[Key::Right]).await?;
        page.settle().await?;
        assert!(page.text("#follow .says").await?.ends_with("0 × w = 0: a blank pixel adds nothing."));
        page.press(&[Key::Right, Key::Right, Key::Left]).await?;
        page.settle().await?;
        assert_eq!(page.text("#follow .count").await?, "Step 3 of 11");
        page.press(&[Key::Escape]).await?;
        page.settle().await?;
        assert!(!page.is_visible("#follow").await? && page.is_visible("#follow-start").await?);
        assert!(page.has_focus("#grid").await?);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn any_network_is_followed_and_another_model_ends_it() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        for (model, n_steps) in [("small.json", 8), ("large.json", 11)] {
            page.open(&format!("?model={}", page.site.model_url(model))).await?;
            page.draw(&digit(3), Pointer::Mouse).await?;
            pick_inked(page, Pointer::Mouse).await?;
            page.click("#follow-start button").await?;
            for step in 2..=n_steps {
                page.click("#follow-next").await?;
                assert_eq!(page.text("#follow .count").await?, format!("Step {step} of {n_steps}"));
            }
            assert_eq!(page.attr("#follow", "data-stage").await?.as_deref(), Some("answer"));
        }
        page.click("[data-open='why']").await?;
        page.settle().await?;
        assert!(!page.is_visible("#follow").await?, "another panel takes its place");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn it_fits_beside_the_network_and_on_a_phone() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        for theme in ["light", "dark", "projector"] {
            page.open(&format!("?theme={theme}")).await?;
            page.draw(&digit(3), Pointer::Mouse).await?;
            page.settle().await?;
            page.tab_to("#grid").await?;
            page.click("#follow-start button").await?;
            for _ in 0..9 {
                page.click("#follow-next").await?;
            }
            let parts =
                ["#follow h2", "#follow-next", "#follow .says", "#follow .equation", "#follow .curve svg"];
            assert_eq!(out_of_sight(page, &parts).await?, Vec::<String>::new(), "{theme}");
        }
        Ok(())
    })
    .await?;
    on_page(Setup::on(Screen::PHONE), async |page| {
        page.draw(&digit(3), Pointer::Touch).await?;
        page.wait_for_answer("3").await?;
        pick_inked(page, Pointer::Touch).await?;
        page.click_with(Pointer::Touch, "#follow-start button").await?;
        for _ in 0..3 {
            page.click_with(Pointer::Touch, "#follow-next").await?;
        }
        page.settle().await?;
        assert_eq!(page.attr("#follow", "data-stage").await?.as_deref(), Some("activation"));
        let small = page.small_targets(44.0).await?;
        assert!(small.is_empty(), "{small:#?}");
        assert_eq!(page.cut_off().await?, Vec::<String>::new());
        page.click_with(Pointer::Touch, "#follow-close").await?;
        page.settle().await?;
        assert!(!page.is_visible("#follow").await?);
        Ok(())
    })
    .await
}

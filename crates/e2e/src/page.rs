//! The page as a person sees it: its elements, its answer, and waiting for what it does next.

use std::fmt::Display;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use fantoccini::elements::Element;
use fantoccini::wd::WindowHandle;
use fantoccini::{Client, Locator};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::console::Entry;
use crate::screen::Screen;
use crate::site::Site;

/// How long the page may take for anything before a test gives up: long, because the machine may be busy.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);
/// The shortest and the longest time between two looks at what is waited for.
const BETWEEN_LOOKS: [Duration; 2] = [Duration::from_millis(15), Duration::from_millis(250)];

/// For [`Page::before_page_scripts`]: the page's security policy lets no text become markup or the address of a worker. What
/// this makes of a test's text may, because it comes before that policy.
pub const TRUSTED: &str = "
    const rules = { createHTML: String, createScriptURL: String };
    window.trusted = window.trustedTypes?.createPolicy('test', rules) ?? rules;";

/// What `#answer` says.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// `"0"` to `"9"`, `"?"` for not sure, `""` for an empty pad.
    pub digit: String,
    /// 0 to 1; `None` if there is no answer.
    pub confidence: Option<f64>,
    /// All of its text.
    pub text: String,
}

/// The page in its browser.
#[derive(Debug)]
pub struct Page {
    /// Where it is shown.
    pub browser: Browser,
    /// Where it comes from.
    pub site: Site,
}

impl Page {
    /// The WebDriver session.
    #[must_use]
    pub fn client(&self) -> &Client {
        self.browser.client()
    }

    /// Opens another tab, and turns to it; it is empty.
    ///
    /// # Errors
    ///
    /// If the browser refuses.
    pub async fn open_tab(&self) -> Result<WindowHandle> {
        self.browser.open_tab().await
    }

    /// Loads the page with a query such as `?theme=dark`, and waits until it can answer.
    ///
    /// # Errors
    ///
    /// If it does not become ready. The message says what the page shows instead.
    pub async fn open(&self, query: &str) -> Result<()> {
        self.load(query).await?;
        self.wait_until_ready().await
    }

    /// Loads the page on another screen; otherwise as [`Page::open`].
    ///
    /// # Errors
    ///
    /// If it does not become ready.
    pub async fn open_on(&self, screen: Screen, query: &str) -> Result<()> {
        self.browser.set_screen(screen).await?;
        self.open(query).await
    }

    /// Loads the page with a query, without waiting for its program.
    ///
    /// # Errors
    ///
    /// If the browser cannot load it.
    pub async fn load(&self, query: &str) -> Result<()> {
        self.client()
            .goto(&self.site.url(query))
            .await
            .with_context(|| format!("loading the page with `{query}`"))
    }

    /// Waits until the page says that it can answer, and until whatever it fetches after that has arrived or failed.
    ///
    /// # Errors
    ///
    /// If that takes too long, or the page says that it failed.
    pub async fn wait_until_ready(&self) -> Result<()> {
        let state = self
            .wait_for("the page to be ready", async || {
                let state: (bool, String) = self
                    .eval(
                        "const failure = document.getElementById('failure');
                         const loading = document.getElementById('panels-loading');
                         const {ready, ui} = document.documentElement.dataset;
                         const isWhole = ui !== 'full' || !loading || 'failed' in loading.dataset;
                         return [ready === 'true' && isWhole,
                                 failure && !failure.hidden ? failure.innerText : ''];",
                    )
                    .await?;
                Ok((state.0 || !state.1.is_empty()).then_some(state))
            })
            .await?;
        ensure!(state.1.is_empty(), "the page says that it failed: {}", state.1);
        Ok(())
    }

    /// The value of a script's `return`.
    ///
    /// # Errors
    ///
    /// If the script throws, or its value is not of the type asked for.
    pub async fn eval<T: DeserializeOwned>(&self, script: &str) -> Result<T> {
        self.eval_with(script, &[]).await
    }

    /// The value of a script's `return`; the script finds `args` in `arguments`.
    ///
    /// # Errors
    ///
    /// If the script throws, or its value is not of the type asked for.
    pub async fn eval_with<T: DeserializeOwned>(&self, script: &str, args: &[Value]) -> Result<T> {
        let value = self.client().execute(script, args.to_vec()).await.with_context(|| script.to_owned())?;
        serde_json::from_value(value.clone()).with_context(|| format!("{value} of {script}"))
    }

    /// The first element that matches a CSS selector.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub async fn find(&self, selector: &str) -> Result<Element> {
        self.client().find(Locator::Css(selector)).await.with_context(|| format!("there is no `{selector}`"))
    }

    /// Whether an element exists and is visible, once all input so far has reached the screen.
    ///
    /// # Errors
    ///
    /// If the browser does not answer.
    pub async fn is_visible(&self, selector: &str) -> Result<bool> {
        self.settle().await?;
        self.eval_with(
            "const element = document.querySelector(arguments[0]);
             return !!element && element.checkVisibility({visibilityProperty: true})
                 && element.getClientRects().length > 0;",
            &[json!(selector)],
        )
        .await
    }

    /// An attribute of the first element that matches, once all input so far has reached the screen.
    ///
    /// # Errors
    ///
    /// If there is no such element.
    pub async fn attr(&self, selector: &str, name: &str) -> Result<Option<String>> {
        self.settle().await?;
        self.eval_with(
            "return document.querySelector(arguments[0]).getAttribute(arguments[1]);",
            &[json!(selector), json!(name)],
        )
        .await
    }

    /// The visible text of an element, once all input so far has reached the screen; empty if it is hidden.
    ///
    /// # Errors
    ///
    /// If there is no such element.
    pub async fn text(&self, selector: &str) -> Result<String> {
        self.settle().await?;
        self.eval_with(
            "const element = document.querySelector(arguments[0]);
             const text = element.checkVisibility({visibilityProperty: true}) ? element.innerText.trim() : '';
             return text.replaceAll('\\u00a0', ' ');",
            &[json!(selector)],
        )
        .await
    }

    /// The answer as it is now.
    ///
    /// # Errors
    ///
    /// If there is no `#answer`.
    pub async fn answer(&self) -> Result<Answer> {
        let (digit, confidence, text): (String, String, String) = self
            .eval(
                "const answer = document.getElementById('answer');
                 return [answer.dataset.digit, answer.dataset.confidence, answer.innerText];",
            )
            .await?;
        Ok(Answer { digit, confidence: confidence.parse().ok(), text })
    }

    /// The answer once all input so far has reached the screen.
    ///
    /// # Errors
    ///
    /// If there is no `#answer`.
    pub async fn settled_answer(&self) -> Result<Answer> {
        self.settle().await?;
        self.answer().await
    }

    /// Gives a field a value, as somebody does who drags a slider or chooses from a list.
    ///
    /// # Errors
    ///
    /// If there is no such field.
    pub async fn set_value(&self, selector: &str, value: impl Display) -> Result<()> {
        self.eval_with(
            "const field = document.querySelector(arguments[0]);
             field.value = arguments[1];
             for (const event of ['input', 'change']) field.dispatchEvent(new Event(event, { bubbles: true }));",
            &[selector.into(), value.to_string().into()],
        )
        .await
        .with_context(|| format!("setting {selector}"))
    }

    /// Waits until all input so far has reached the screen: for the frame that it requested, and one more.
    ///
    /// # Errors
    ///
    /// If the browser draws no frame.
    pub async fn settle(&self) -> Result<()> {
        let frames = "const done = arguments[arguments.length - 1];
                      requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(true))));";
        self.client().execute_async(frames, Vec::new()).await.context("waiting for a frame")?;
        Ok(())
    }

    /// Whether the value of a script's `return` becomes `true`.
    ///
    /// # Errors
    ///
    /// If the script throws.
    pub async fn becomes_true(&self, script: &str) -> Result<bool> {
        self.is_true_within(PATIENCE, script).await
    }

    pub(crate) async fn is_true_within(&self, limit: Duration, script: &str) -> Result<bool> {
        let start = Instant::now();
        while !self.eval::<bool>(script).await? {
            if start.elapsed() > limit {
                return Ok(false);
            }
            look_again_after(start.elapsed()).await;
        }
        Ok(true)
    }

    /// The value of a script's `return` once it has stopped changing.
    ///
    /// # Errors
    ///
    /// If it keeps changing, or the script throws.
    pub async fn at_rest<T: DeserializeOwned + PartialEq>(&self, script: &str) -> Result<T> {
        self.wait_for("a value to stop changing", async || {
            let before: T = self.eval(script).await?;
            self.let_time_pass().await;
            Ok(Some(self.eval(script).await?).filter(|now| *now == before))
        })
        .await
    }

    /// Has the browser put what is downloaded into a folder.
    ///
    /// # Errors
    ///
    /// If the browser refuses.
    pub async fn save_into(&self, folder: &Path) -> Result<()> {
        self.browser.save_into(folder).await
    }

    /// What is in a file once it has been saved, all of it, which `is_whole` tells.
    ///
    /// # Errors
    ///
    /// If it does not come.
    pub async fn saved(&self, file: &Path, is_whole: impl Fn(&[u8]) -> bool) -> Result<Vec<u8>> {
        self.wait_for(&file.display().to_string(), async || {
            Ok(fs::read(file).ok().filter(|bytes| is_whole(bytes)))
        })
        .await
    }

    /// Runs a script in every page of the site that is loaded from now on, before the page's own scripts.
    pub fn before_page_scripts(&self, script: &str) {
        self.site.before_page_scripts(script);
    }

    /// What has come to the console since the last call.
    ///
    /// # Errors
    ///
    /// If the browser does not answer.
    pub async fn log(&self) -> Result<Vec<Entry>> {
        let mut log = self.browser.log().await?;
        log.extend(self.site.recorded());
        Ok(log)
    }

    /// Gives the page time to do something that it must not do.
    ///
    /// Never use this to wait for something that it must do: how long that takes depends on how busy the machine is. Here, the
    /// worst that a busy machine can do is to let a bug slip through.
    pub async fn let_time_pass(&self) {
        tokio::time::sleep(Duration::from_millis(700)).await;
    }

    /// Calls `look` until it returns something.
    ///
    /// # Errors
    ///
    /// If that takes too long, or `look` fails.
    pub async fn wait_for<T>(
        &self,
        what: &str,
        mut look: impl AsyncFnMut() -> Result<Option<T>>,
    ) -> Result<T> {
        let start = Instant::now();
        loop {
            if let Some(found) = look().await? {
                return Ok(found);
            }
            if start.elapsed() > PATIENCE {
                bail!("gave up after waiting {} s for {what}", PATIENCE.as_secs());
            }
            look_again_after(start.elapsed()).await;
        }
    }

    /// Waits until the answer is `digit`.
    ///
    /// # Errors
    ///
    /// If it does not; the message gives the actual answer.
    pub async fn wait_for_answer(&self, digit: &str) -> Result<Answer> {
        let found = self
            .wait_for("the answer", async || {
                Ok(Some(self.answer().await?).filter(|answer| answer.digit == digit))
            })
            .await;
        match found {
            Ok(answer) => Ok(answer),
            Err(_) => bail!("the answer is {:?}, not `{digit}`", self.answer().await?),
        }
    }
}

/// Waits before the next look; the longer, the longer all has lasted already, since looking takes time away from the page.
async fn look_again_after(elapsed: Duration) {
    let [shortest, longest] = BETWEEN_LOOKS;
    tokio::time::sleep((elapsed / 8).clamp(shortest, longest)).await;
}

//! Training where the program crashes, in a worker or on the page's own thread, and where no worker can be had.

use anyhow::Result;
use e2e::site::Options;
use e2e::{Fault, File, Page, Pointer, Setup, Trouble, digit, on_page};

use crate::train::{open, set_epochs, trained};

/// For [`e2e::Page::before_page_scripts`]: the page's workers are in `window.workers`.
pub(crate) const KNOWN_WORKERS: &str = "
    window.workers = [];
    window.Worker = class extends Worker {
        constructor(...all) {
            super(...all);
            window.workers.push(this);
        }
    };";

/// Makes the worker that began last die of an error: this is no request, not even a broken one.
async fn kill_last_worker(page: &Page) -> Result<()> {
    page.eval("workers[workers.length - 1].postMessage(null);").await
}

/// A page whose console may complain of the worker that has died.
pub(crate) fn setup_for_dying() -> Setup {
    Setup { expected_in_console: &["TypeError"], ..Setup::without_page() }
}

/// For [`e2e::Page::before_page_scripts`]: no worker can be had.
pub(crate) const NO_WORKERS: &str =
    "window.Worker = class { constructor() { throw new Error('There are no workers here.'); } };";

/// Waits until the page says that training has crashed on its own thread.
async fn wait_for_crash(page: &Page) -> Result<()> {
    page.wait_for("the crash", async || {
        let status = page.text("#train-status").await?;
        Ok(status.contains("the training program crashed. Reload the page to train again").then_some(()))
    })
    .await
}

#[tokio::test]
async fn where_no_worker_can_be_had_it_trains_on_the_pages_own_thread() -> Result<()> {
    on_page(Setup::without_page(), async |page| {
        page.before_page_scripts(NO_WORKERS);
        page.open("").await?;
        open(page, Pointer::Mouse).await?;
        page.click("#train").await?;
        let share = trained(page).await?;
        assert!(share >= 90, "{share}%");
        page.draw(&digit(3), Pointer::Mouse).await?;
        page.wait_for_answer("3").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_crash_on_the_pages_own_thread_does_not_stop_the_page() -> Result<()> {
    let setup = Setup { expected_in_console: &["crash of the test"], ..Setup::without_page() };
    on_page(setup, async |page| {
        // The program's next slice fails once.
        page.before_page_scripts(NO_WORKERS);
        page.before_page_scripts(
            "const { now } = performance;
             performance.now = () => {
                 if (window.crashes && new Error().stack.includes('training-')) {
                     window.crashes = false;
                     throw new Error('crash of the test');
                 }
                 return now.call(performance);
             };",
        );
        page.open("").await?;
        page.draw(&digit(3), Pointer::Mouse).await?;
        open(page, Pointer::Mouse).await?;
        set_epochs(page, 1000).await?;
        page.click("#train").await?;
        page.eval::<()>("window.crashes = true;").await?;
        wait_for_crash(page).await?;
        assert!(!page.is_visible("#failure").await?);
        // The page goes on reading, by a network that has hardly learned.
        page.click("#clear").await?;
        page.draw(&digit(5), Pointer::Mouse).await?;
        assert_ne!(page.settled_answer().await?.digit, "");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_run_that_loses_its_worker_begins_anew_once_and_says_so() -> Result<()> {
    on_page(setup_for_dying(), async |page| {
        page.before_page_scripts(KNOWN_WORKERS);
        page.open("").await?;
        page.draw(&digit(3), Pointer::Mouse).await?;
        open(page, Pointer::Mouse).await?;
        set_epochs(page, 1000).await?;
        page.click("#train").await?;
        page.wait_for("the film", async || Ok(page.is_visible("#film").await?.then_some(()))).await?;
        let status_with = async |words: &str| {
            page.wait_for(words, async || Ok(page.text("#train-status").await?.contains(words).then_some(())))
                .await
        };
        kill_last_worker(page).await?;
        status_with("Learning… (The training program crashed and was restarted.)").await?;
        assert_eq!(page.eval::<usize>("return workers.length;").await?, 2);
        kill_last_worker(page).await?;
        status_with("crashed twice").await?;
        // The film so far stays, the drawing too.
        assert!(page.is_visible("#film").await?);
        assert_eq!(page.eval::<usize>("return workers.length;").await?, 2);
        set_epochs(page, 10).await?;
        assert!(trained(page).await? >= 90);
        assert_eq!(page.eval::<usize>("return workers.length;").await?, 3);
        page.wait_for_answer("3").await?;
        Ok(())
    })
    .await
}

/// A page whose training program has little memory so many times, and traps when it asks for more.
fn setup_with_little_memory(n_times: usize) -> Setup {
    let fault = Fault::times(n_times, File::Named("training_program_bg.wasm"), Trouble::LittleMemory);
    Setup {
        site: Options { fault: Some(fault), ..Options::default() },
        expected_in_console: &["RuntimeError", "nreachable"],
        ..Setup::without_page()
    }
}

#[tokio::test]
async fn a_worker_that_runs_out_of_memory_is_replaced() -> Result<()> {
    // The worker that begins with the panel, the one that begins with the run, and the one that takes its place.
    on_page(setup_with_little_memory(3), async |page| {
        page.open("").await?;
        page.draw(&digit(3), Pointer::Mouse).await?;
        open(page, Pointer::Mouse).await?;
        page.click("#train").await?;
        page.wait_for("the second crash", async || {
            Ok(page.text("#train-status").await?.contains("crashed twice").then_some(()))
        })
        .await?;
        assert_eq!(
            page.settled_answer().await?.digit,
            "3",
            "the model in use stays, and so does the drawing"
        );
        page.click("#train").await?;
        assert!(trained(page).await? >= 90);
        page.wait_for_answer("3").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn on_the_pages_own_thread_the_program_may_run_out_of_memory_too() -> Result<()> {
    on_page(setup_with_little_memory(1), async |page| {
        page.before_page_scripts(NO_WORKERS);
        page.open("").await?;
        page.draw(&digit(3), Pointer::Mouse).await?;
        open(page, Pointer::Mouse).await?;
        for _ in 0..2 {
            page.click("#train").await?;
            wait_for_crash(page).await?;
        }
        assert_eq!(
            page.settled_answer().await?.digit,
            "3",
            "the model in use stays, and so does the drawing"
        );
        page.load("").await?;
        open(page, Pointer::Mouse).await?;
        page.click("#train").await?;
        assert!(trained(page).await? >= 90);
        Ok(())
    })
    .await
}

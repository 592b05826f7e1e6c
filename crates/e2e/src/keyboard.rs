//! Real key input.

use anyhow::{Context, Result};
use fantoccini::key::Key;
use serde_json::{Value, json};

use crate::command::Command;
use crate::page::Page;

/// The key that makes a letter a command.
const COMMAND_KEY: Key = if cfg!(target_os = "macos") { Key::Meta } else { Key::Control };

impl Page {
    /// Presses and releases keys, one after the other.
    ///
    /// # Errors
    ///
    /// If the browser refuses.
    pub async fn press(&self, keys: &[Key]) -> Result<()> {
        let actions = keys.iter().flat_map(|&key| press(char::from(key))).collect();
        self.keys(actions).await
    }

    /// Presses and releases one key while another is held.
    ///
    /// # Errors
    ///
    /// If the browser refuses.
    pub async fn press_with(&self, held: Key, key: Key) -> Result<()> {
        self.keys(while_held(held, char::from(key))).await
    }

    /// Presses a letter as a command: with Control, or Command on a Mac.
    ///
    /// # Errors
    ///
    /// If the browser refuses.
    pub async fn press_command(&self, letter: char) -> Result<()> {
        self.keys(while_held(COMMAND_KEY, letter)).await
    }

    /// Types characters.
    ///
    /// # Errors
    ///
    /// If the browser refuses.
    pub async fn type_text(&self, text: &str) -> Result<()> {
        self.keys(text.chars().flat_map(press).collect()).await
    }

    /// Presses Tab until an element that matches has the focus, as someone without a mouse would.
    ///
    /// # Errors
    ///
    /// If the focus never gets there.
    pub async fn tab_to(&self, selector: &str) -> Result<()> {
        const MOST_TABS: usize = 200;
        for _ in 0..MOST_TABS {
            if self.has_focus(selector).await? {
                return Ok(());
            }
            self.press(&[Key::Tab]).await?;
            if self.eval::<bool>("return document.activeElement === document.body;").await? {
                self.browser.come_back_to_page().await?;
            }
        }
        anyhow::bail!("Tab does not lead to `{selector}`")
    }

    /// Whether an element that matches has the focus.
    ///
    /// # Errors
    ///
    /// If the browser does not answer.
    pub async fn has_focus(&self, selector: &str) -> Result<bool> {
        self.eval_with("return document.activeElement?.matches(arguments[0]) ?? false;", &[json!(selector)])
            .await
    }

    async fn keys(&self, actions: Vec<Value>) -> Result<()> {
        let device = json!({"type": "key", "id": "keyboard", "actions": actions});
        self.client().issue_cmd(Command::actions(json!([device]))).await.context("pressing keys")?;
        Ok(())
    }
}

fn press(key: char) -> [Value; 2] {
    [json!({"type": "keyDown", "value": key}), json!({"type": "keyUp", "value": key})]
}

fn while_held(held: Key, key: char) -> Vec<Value> {
    let [down, up] = press(char::from(held));
    [vec![down], press(key).to_vec(), vec![up]].concat()
}

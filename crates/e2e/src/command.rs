//! WebDriver commands that fantoccini lacks: the browser's log, the DevTools protocol, Firefox's own window, printing, and input
//! actions with all their fields (fantoccini's have no pressure).

use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde_json::{Value, json};
use url::{ParseError, Url};

/// A command under the session's URL, with a JSON body.
#[derive(Debug)]
pub struct Command {
    method: Method,
    path: &'static str,
    body: Value,
}

impl Command {
    /// Reads what was added to the browser's log since the last time.
    #[must_use]
    pub fn browser_log() -> Self {
        Self { method: Method::POST, path: "se/log", body: json!({"type": "browser"}) }
    }

    /// A command of the Chrome DevTools protocol.
    #[must_use]
    pub fn devtools(name: &str, params: Value) -> Self {
        Self { method: Method::POST, path: "goog/cdp/execute", body: json!({"cmd": name, "params": params}) }
    }

    /// Whether scripts run in Firefox's own window (`chrome`) or in the page (`content`).
    #[must_use]
    pub fn context(name: &str) -> Self {
        Self { method: Method::POST, path: "moz/context", body: json!({"context": name}) }
    }

    /// The page as a PDF.
    #[must_use]
    pub fn print(options: Value) -> Self {
        Self { method: Method::POST, path: "print", body: options }
    }

    /// Input actions as the WebDriver standard defines them, one entry per device.
    #[must_use]
    pub fn actions(devices: Value) -> Self {
        Self { method: Method::POST, path: "actions", body: json!({"actions": devices}) }
    }
}

impl WebDriverCompatibleCommand for Command {
    fn endpoint(&self, base_url: &Url, session_id: Option<&str>) -> Result<Url, ParseError> {
        let session = session_id.unwrap_or_default();
        base_url.join(&format!("session/{session}/{}", self.path))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (self.method.clone(), Some(self.body.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_goes_below_the_session() {
        let base = Url::parse("http://127.0.0.1:9515/").unwrap();
        let url = Command::browser_log().endpoint(&base, Some("abc")).unwrap();
        assert_eq!(url.as_str(), "http://127.0.0.1:9515/session/abc/se/log");
    }
}

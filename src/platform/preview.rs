//! A `<video>` that shows the page's own capture, or stands still.

use super::capture::Stream;
use web_sys::HtmlVideoElement;

/// Shows a stream, or nothing.
pub fn show(video: &HtmlVideoElement, stream: Option<&Stream>) {
    video.set_src_object(stream.map(Stream::media));
}

/// Keeps the last picture up, or goes on. A pause of the element leaves the capture itself alone.
pub fn freeze(video: &HtmlVideoElement, frozen: bool) {
    if frozen {
        // Refused only where there is nothing to pause.
        let _ = video.pause();
    } else if let Ok(playing) = video.play() {
        super::spawn(async move {
            // A muted video may always play. Interrupted when it is taken away at once, which must not
            // pass for an error that nobody caught.
            let _ = playing.await;
        });
    }
}

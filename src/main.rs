//! Mounts the app of `/rh` and `/rhh`.

fn main() {
    console_error_panic_hook::set_once();
    rh_app::app::start();
}

//! The key of a browser that is enrolled on a device: made here (Web Cryptography §14.3.6), kept in IndexedDB, and never read
//! by anybody. It signs; that is all that can be done with it.

use super::js::{Failure, get, object};
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    CryptoKey, IdbDatabase, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction,
    IdbTransactionMode, SubtleCrypto,
};

/// The database and the one store in it.
const NAME: &str = "remote-help";
const STORE: &str = "keys";
const VERSION: u32 = 1;

/// Where a key stands in there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// One that is about to be enrolled.
    Pending,
    /// The one that is enrolled.
    Enrolled,
}

impl Slot {
    fn key(self) -> JsValue {
        JsValue::from_str(match self {
            Self::Pending => "pending",
            Self::Enrolled => "device",
        })
    }
}

/// A private key on P-256 that cannot leave the browser.
#[derive(Clone, Debug)]
pub struct DeviceKey(CryptoKey);

impl DeviceKey {
    /// A fresh one, and its public half: an uncompressed point, base64url.
    ///
    /// # Errors
    /// When the browser cannot make it.
    pub async fn make() -> Result<(Self, String), Failure> {
        let subtle = subtle()?;
        let algorithm = algorithm(&[("namedCurve", "P-256")]);
        let uses = Array::of2(&"sign".into(), &"verify".into());
        let pair = subtle.generate_key_with_object(&algorithm, false, &uses)?;
        let pair = JsFuture::from(pair).await?;
        let half = |name| {
            let half = get(&pair, name).ok_or_else(|| Failure::new("NotSupportedError"))?;
            Ok::<CryptoKey, Failure>(half.unchecked_into())
        };
        let (private, public) = (half("privateKey")?, half("publicKey")?);
        let raw = JsFuture::from(subtle.export_key("raw", &public)?).await?;
        Ok((Self(private), base64url(&raw)?))
    }

    /// The one that is enrolled, if one is kept here.
    ///
    /// # Errors
    /// When the browser does not let us look.
    pub async fn kept() -> Result<Option<Self>, Failure> {
        let store = store(IdbTransactionMode::Readonly).await?;
        let found = answer(&store.get(&Slot::Enrolled.key())?).await?;
        Ok(found.dyn_into().ok().map(Self))
    }

    /// Keeps it there, in the place of any other.
    ///
    /// # Errors
    /// When the browser does not keep it.
    pub async fn keep(&self, slot: Slot) -> Result<(), Failure> {
        let store = store(IdbTransactionMode::Readwrite).await?;
        store.put_with_key(&self.0, &slot.key())?;
        done(&store.transaction()).await
    }

    /// Signs a text with SHA-256: `r` and `s`, base64url.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn sign(&self, text: &str) -> Result<String, Failure> {
        let algorithm = algorithm(&[("hash", "SHA-256")]);
        let signing = subtle()?.sign_with_object_and_u8_array(&algorithm, &self.0, text.as_bytes());
        base64url(&JsFuture::from(signing?).await?)
    }
}

fn subtle() -> Result<SubtleCrypto, Failure> {
    Ok(super::address::window().crypto()?.subtle())
}

fn algorithm(more: &[(&str, &str)]) -> js_sys::Object {
    let name = ("name", JsValue::from_str("ECDSA"));
    let more = more
        .iter()
        .map(|(key, value)| (*key, JsValue::from_str(value)));
    let entries: Vec<_> = std::iter::once(name).chain(more).collect();
    let entries: Vec<_> = entries.iter().map(|(key, value)| (*key, value)).collect();
    object(&entries)
}

fn base64url(buffer: &JsValue) -> Result<String, Failure> {
    let bytes = Uint8Array::new(buffer).to_vec();
    let binary: String = bytes.into_iter().map(char::from).collect();
    let text = super::address::window().btoa(&binary)?;
    let text = text.trim_end_matches('=').replace('+', "-");
    Ok(text.replace('/', "_"))
}

async fn store(mode: IdbTransactionMode) -> Result<IdbObjectStore, Failure> {
    let factory = super::address::window().indexed_db()?;
    let factory = factory.ok_or_else(|| Failure::new("NotSupportedError"))?;
    let request = factory.open_with_u32(NAME, VERSION)?;
    let made = make_store(&request);
    let opened = answer(&request).await;
    drop(made);
    let database: IdbDatabase = opened?.unchecked_into();
    let transaction = database.transaction_with_str_and_mode(STORE, mode)?;
    Ok(transaction.object_store(STORE)?)
}

/// A database that is new gets its store.
fn make_store(request: &IdbOpenDbRequest) -> Closure<dyn FnMut()> {
    let opening = request.clone();
    let made = Closure::<dyn FnMut()>::new(move || {
        let database = opening
            .result()
            .ok()
            .map(JsCast::unchecked_into::<IdbDatabase>);
        if let Some(database) = database {
            // What is wrong shows when the store is asked for.
            let _ = database.create_object_store(STORE);
        }
    });
    request.set_onupgradeneeded(Some(made.as_ref().unchecked_ref()));
    made
}

/// What a request is answered.
async fn answer(request: &IdbRequest) -> Result<JsValue, Failure> {
    let waiting = Promise::new(&mut |done, failed| {
        request.set_onsuccess(Some(&done));
        request.set_onerror(Some(&failed));
    });
    match JsFuture::from(waiting).await {
        Ok(_) => Ok(request.result()?),
        Err(_) => Err(Failure::new("UnknownError")),
    }
}

/// Waits until what was changed is kept.
async fn done(transaction: &IdbTransaction) -> Result<(), Failure> {
    let waiting = Promise::new(&mut |done, failed| {
        transaction.set_oncomplete(Some(&done));
        transaction.set_onerror(Some(&failed));
        transaction.set_onabort(Some(&failed));
    });
    match JsFuture::from(waiting).await {
        Ok(_) => Ok(()),
        Err(_) => Err(Failure::new("UnknownError")),
    }
}

//! A device that keeps passkeys, as a browser speaks with it (WebAuthn, level 3).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};

/// Somebody touched the device, and was recognised by it.
pub const VERIFIED: u8 = 0b101;
/// Somebody touched the device.
pub const PRESENT: u8 = 0b001;

/// A passkey on a device. What its fields say can be changed, to have it answer wrongly.
pub struct Authenticator {
    pair: EcdsaKeyPair,
    pub id: [u8; 32],
    /// How many times it has signed.
    pub counter: u32,
    /// Whose it is, as the server said when it was made.
    pub handle: Vec<u8>,
    /// For which name of a server it was made.
    pub server: String,
    /// Where the page is that asks.
    pub origin: String,
    pub flags: u8,
}

impl Authenticator {
    /// Makes a passkey as a page at an origin asks for it, and gives the answer.
    pub fn make(options: &Value, origin: &str) -> (Self, String) {
        Self::make_with(1, options, origin)
    }

    /// The same with the counter at a number; a device that keeps none has it at 0.
    pub fn make_with(counter: u32, options: &Value, origin: &str) -> (Self, String) {
        let random = SystemRandom::new();
        let pair = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pair.as_ref(), &random).unwrap();
        let id = digest(&SHA256, pair.public_key().as_ref()).as_ref().try_into().unwrap();
        let made = Self {
            pair,
            id,
            counter,
            handle: URL_SAFE_NO_PAD.decode(options["user"]["id"].as_str().unwrap()).unwrap(),
            server: options["rp"]["id"].as_str().unwrap().to_owned(),
            origin: origin.to_owned(),
            flags: VERIFIED,
        };
        let answer = made.attest(options);
        (made, answer)
    }

    /// The answer of a device that makes this passkey once more.
    pub fn attest(&self, options: &Value) -> String {
        // No attestation is asked for. The key is a map of CBOR: of the kind EC2, for ES256, on P-256, with x and y.
        let (x, y) = self.pair.public_key().as_ref()[1..].split_at(32);
        let key = [&[0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32][..], x, &[0x22, 0x58, 32], y].concat();
        let credential = [&[0; 16][..], &[0, 32], &self.id, &key].concat();
        let data = [self.data(0b100_0000), credential].concat();
        let length = u8::try_from(data.len()).unwrap();
        let object = [b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58", &[length][..], &data].concat();
        let client = self.client("webauthn.create", options["challenge"].as_str().unwrap());
        self.answer(&json!({"clientDataJSON": encode(client), "attestationObject": encode(object), "transports": []}))
    }

    /// Signs what a page asks for.
    pub fn sign(&mut self, options: &Value) -> String {
        self.sign_with(self.counter + 1, options)
    }

    /// Signs with the counter at a number; a device that keeps none has it at 0.
    pub fn sign_with(&mut self, counter: u32, options: &Value) -> String {
        self.counter = counter;
        let (data, client) = (self.data(0), self.client("webauthn.get", options["challenge"].as_str().unwrap()));
        let signed = [&data[..], digest(&SHA256, client.as_bytes()).as_ref()].concat();
        let signature = self.pair.sign(&SystemRandom::new(), &signed).unwrap();
        self.answer(&json!({
            "clientDataJSON": encode(client),
            "authenticatorData": encode(data),
            "signature": encode(signature),
            "userHandle": encode(&self.handle),
        }))
    }

    fn data(&self, more: u8) -> Vec<u8> {
        let server = digest(&SHA256, self.server.as_bytes());
        [server.as_ref(), &[self.flags | more], &self.counter.to_be_bytes()].concat()
    }

    fn client(&self, kind: &str, challenge: &str) -> String {
        json!({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false}).to_string()
    }

    fn answer(&self, response: &Value) -> String {
        let id = encode(self.id);
        json!({"id": id, "rawId": id, "type": "public-key", "response": response, "clientExtensionResults": {}})
            .to_string()
    }
}

fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

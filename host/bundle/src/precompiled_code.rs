//! Machine code that may be run: out of a bundle that a trusted key signed. Its type is the proof.

/// Machine code out of a bundle that a trusted key signed, checked against the signed sums. wasmtime runs it as it is, so
/// nothing else may become one.
#[derive(Debug)]
pub struct PrecompiledCode(Vec<u8>);

impl PrecompiledCode {
    /// Only for bytes whose sum a trusted key has signed.
    pub(crate) fn vouched_for(code: Vec<u8>) -> Self {
        Self(code)
    }

    /// The code.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

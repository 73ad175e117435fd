//! Rows by columns, as they travel to a script; knows neither the database nor the script.

/// The rows of an answer, by columns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ResultSet {
    /// How many rows; every column has that many cells.
    pub row_count: usize,
    /// The columns, in the statement's order.
    pub columns: Vec<Column>,
    /// Whether more rows existed than were taken.
    pub truncated: bool,
}

/// One column of a result set.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its name, as the statement gives it.
    pub name: String,
    /// Its cells.
    pub cells: Cells,
    /// Which of them are null.
    pub nulls: Nulls,
}

/// The cells of one column. A null cell has the type's zero in its place.
#[derive(Debug, Clone, PartialEq)]
pub enum Cells {
    /// Whole numbers of 64 bits.
    Int64(Vec<i64>),
    /// IEEE 754 doubles.
    Double(Vec<f64>),
    /// One byte a cell: 0 for false, 1 for true.
    Boolean(Vec<u8>),
    /// Microseconds since 1970-01-01T00:00:00Z.
    Timestamp(Vec<i64>),
    /// Text.
    Text(TextCells),
    /// One JSON value a cell, as text.
    Json(TextCells),
}

impl Cells {
    /// The name of the cells' type, as answers give it.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Int64(_) => "int64",
            Self::Double(_) => "double",
            Self::Boolean(_) => "boolean",
            Self::Timestamp(_) => "timestamp",
            Self::Text(_) => "text",
            Self::Json(_) => "json",
        }
    }

    /// How many cells there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Int64(cells) | Self::Timestamp(cells) => cells.len(),
            Self::Double(cells) => cells.len(),
            Self::Boolean(cells) => cells.len(),
            Self::Text(cells) | Self::Json(cells) => cells.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Text cells in one buffer: cell i is the bytes from offset i to offset i + 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextCells {
    /// One more than there are cells; the first is 0, and they never fall.
    pub offsets: Vec<u32>,
    /// The cells' bytes, in UTF-8.
    pub bytes: Vec<u8>,
}

impl TextCells {
    /// No cells yet.
    pub fn new() -> Self {
        Self { offsets: vec![0], bytes: Vec::new() }
    }

    /// Appends one cell. Returns false, and appends nothing, where the buffer would pass 4 GiB.
    #[must_use]
    pub fn push(&mut self, text: &str) -> bool {
        let Ok(end) = u32::try_from(self.bytes.len() + text.len()) else { return false };
        self.bytes.extend_from_slice(text.as_bytes());
        self.offsets.push(end);
        true
    }

    /// How many cells there are.
    pub fn len(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The text of a cell, or none past the end or where the bytes are no UTF-8.
    pub fn get(&self, index: usize) -> Option<&str> {
        let start = *self.offsets.get(index)? as usize;
        let end = *self.offsets.get(index + 1)? as usize;
        std::str::from_utf8(self.bytes.get(start..end)?).ok()
    }
}

impl Default for TextCells {
    fn default() -> Self {
        Self::new()
    }
}

/// Which cells of a column are null: one bit a cell, the lowest of each byte first. Empty where none is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Nulls(Vec<u8>);

impl Nulls {
    /// No nulls.
    pub fn none() -> Self {
        Self::default()
    }

    /// Marks a cell as null.
    pub fn set(&mut self, index: usize) {
        let byte = index / 8;
        if self.0.len() <= byte {
            self.0.resize(byte + 1, 0);
        }
        self.0[byte] |= 1 << (index % 8);
    }

    /// Whether a cell is null.
    pub fn get(&self, index: usize) -> bool {
        self.0.get(index / 8).is_some_and(|byte| byte & (1 << (index % 8)) != 0)
    }

    /// The nulls of a bitmap, as [`Nulls::bitmap`] gives it.
    pub fn of_bitmap(bitmap: Vec<u8>) -> Self {
        Self(bitmap)
    }

    /// The bitmap, as it travels: it may be shorter than the column, what is missing is not null.
    pub fn bitmap(&self) -> &[u8] {
        &self.0
    }

    /// The same, without copying it.
    pub fn into_bitmap(self) -> Vec<u8> {
        self.0
    }
}

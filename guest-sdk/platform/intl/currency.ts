/**
 * Currencies: their symbols, names and fraction digits.
 *
 * Knows no number.
 */

/** `code=symbol`; whatever is missing is shown by its code. */
const SYMBOLS =
  "AUD=A$ BRL=R$ CAD=CA$ CNY=CN¥ EUR=€ GBP=£ HKD=HK$ ILS=₪ INR=₹ JPY=¥ KRW=₩ MXN=MX$ NZD=NZ$ PHP=₱ TWD=NT$ USD=$ VND=₫ XAF=FCFA XCD=EC$ XOF=F\u202fCFA XPF=CFPF";

/** What `narrowSymbol` shows, where it is not the symbol. */
const NARROW =
  "AFN=؋ AMD=֏ AOA=Kz ARS=$ AUD=$ AZN=₼ BAM=KM BBD=$ BDT=৳ BMD=$ BND=$ BOB=Bs BSD=$ BWP=P BZD=$ CAD=$ CLP=$ CNY=¥ COP=$ CRC=₡ CUC=$ CUP=$ CZK=Kč DKK=kr DOP=$ EGP=E£ FJD=$ FKP=£ GEL=₾ GHS=GH₵ GIP=£ GNF=FG GTQ=Q GYD=$ HKD=$ HNL=L HRK=kn HUF=Ft IDR=Rp ISK=kr JMD=$ KGS=⃀ KHR=៛ KMF=CF KPW=₩ KYD=$ KZT=₸ LAK=₭ LBP=L£ LKR=Rs LRD=$ MGA=Ar MMK=K MNT=₮ MUR=Rs MXN=$ MYR=RM NAD=$ NGN=₦ NIO=C$ NOK=kr NPR=Rs NZD=$ PKR=Rs PLN=zł PYG=₲ RON=lei RUB=₽ RWF=RF SBD=$ SEK=kr SGD=$ SHP=£ SRD=$ SSP=£ STN=Db SYP=£ THB=฿ TOP=T$ TRY=₺ TTD=$ TWD=$ UAH=₴ UYU=$ XCD=$ ZAR=R ZMW=ZK";

/** One and many; other currencies are named by their code. */
const NAMES =
  "AUD=Australian dollar,Australian dollars;BRL=Brazilian real,Brazilian reals;CAD=Canadian dollar,Canadian dollars;CHF=Swiss franc,Swiss francs;CNY=Chinese yuan,Chinese yuan;DKK=Danish krone,Danish kroner;EUR=euro,euros;GBP=British pound,British pounds;INR=Indian rupee,Indian rupees;JPY=Japanese yen,Japanese yen;KRW=South Korean won,South Korean won;MXN=Mexican peso,Mexican pesos;NOK=Norwegian krone,Norwegian kroner;NZD=New Zealand dollar,New Zealand dollars;PLN=Polish zloty,Polish zlotys;SEK=Swedish krona,Swedish kronor;SGD=Singapore dollar,Singapore dollars;USD=US dollar,US dollars";

const WITHOUT_FRACTION =
  "ADP AFN ALL BIF BYR CLP DJF ESP GNF IQD IRR ISK ITL JPY KMF KPW KRW LAK LBP LUF MGA MGF MMK MRO PYG RSD RWF SLL SOS STD SYP TMM TRL UGX UYI VND VUV XAF XOF XPF YER ZMK ZWD";

const FRACTIONS: Record<string, number> = {
  BHD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
  CLF: 4,
  UYW: 4,
};

/** The codes of those that have a symbol. */
export const CURRENCIES: readonly string[] = [
  ...new Set(`${SYMBOLS} ${NARROW}`.split(" ").map((entry) => entry.split("=", 1)[0]!)),
].sort();

/** How a currency can be shown. */
export const CURRENCY_DISPLAYS = ["code", "symbol", "narrowSymbol", "name"] as const;

function entry(list: string, separator: string, code: string): string | undefined {
  const start = `${separator}${list}`.indexOf(`${separator}${code}=`);
  return start < 0 ? undefined : list.slice(start + code.length + 1).split(separator, 1)[0];
}

export function currencyDigits(code: string): number {
  return FRACTIONS[code] ?? (WITHOUT_FRACTION.includes(code) ? 0 : 2);
}

export function currencySymbol(code: string, display: "code" | "symbol" | "narrowSymbol"): string {
  const narrow = display === "narrowSymbol" ? entry(NARROW, " ", code) : undefined;
  return narrow || (display !== "code" && entry(SYMBOLS, " ", code)) || code;
}

export function currencyName(code: string, one: boolean): string {
  return entry(NAMES, ";", code)?.split(",")[one ? 0 : 1] ?? code;
}

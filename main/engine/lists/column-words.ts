/**
 * What the headers of product exports and spreadsheets are called. Words are matched against `headerKey` of a header:
 * lower case, without accents and digits, words apart by one blank.
 */

/** The header as it is compared: `Image_URL-2` and `imageUrl 2` are both `image url`. */
export function headerKey(header: string): string {
  return keyOf(header)
    .replace(/\d+/g, ' ')
    .replace(/[^\p{L}]+/gu, ' ')
    .trim();
}

/** The same with its digits. */
export function headerKeyWithDigits(header: string): string {
  return keyOf(header)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function keyOf(header: string): string {
  return header
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/ı/g, 'i')
    .replace(/ł/gi, 'l')
    .toLowerCase();
}

/** Words of scripts that write no blanks between them are looked for anywhere in the key. */
const anywhere = (words: string) => new RegExp(words.split(' ').map(keyOf).join('|'), 'u');
/** The key is one of these, whole. */
const whole = (phrases: readonly string[]) =>
  new RegExp(
    `^(?:${phrases
      .flatMap((phrase) => phrase.split('|'))
      .map(keyOf)
      .join('|')})$`,
    'u',
  );

export interface Words {
  test(key: string): boolean;
}
const anyOf = (...patterns: readonly RegExp[]): Words => ({
  test: (key) => patterns.some((pattern) => pattern.test(key)),
});

export const IMAGE_WORDS = anyOf(
  /(?:^| )(?:image|images|img|imgs|picture|pictures|pic|pics|photo|photos|gallery|swatch|thumbnail|thumbnails|thumb|media)(?:$| |url|src|link)/,
  /(?:product|main|base|additional|variant|other)(?:image|img|photo|picture)/,
  // German, Dutch, Scandinavian, Romance, Slavic, Finnish, Hungarian, Turkish, Baltic.
  /bild(?:er|url|link)?(?:$| )|(?:^| )(?:bild|bilde|billede|afbeelding|plaatje)|foto/,
  /(?:^| )(?:imagen|imagem|imagens|immagin|imagin|obraz|zdjec|kuva|kep|resim|gorsel|fotograf|slik|nuotrauk|attel|pilt)/,
  /(?:^| )(?:изображ|картин|фото)/u,
  anywhere(
    '图片 圖片 主图 主圖 附图 附圖 配图 细节图 详情图 轮播图 橱窗图 白底图 首图 图像 影像 照片 相片 图url 画像 写真 이미지 사진',
  ),
  /^(?:图|圖)$|(?:图|圖)(?:一|二|三|四|五|六|片|链接|地址)?$/u,
);

/** An image column that is never the picture itself, if it holds no URL. */
export const IMAGE_FACT_WORDS = anyOf(
  /(?:^| )(?:alt|text|texts|title|titles|caption|label|labels|position|positions|order|sort|width|height|size|count|number of|type|format|status|license|description|id|ids|name|names|command|is|has|count|qty)(?:$| )/,
  anywhere('说明 描述 名称 名稱 文件名 数量 尺寸 顺序 排序 标题 备注'),
);

/** Where a better picture of the same thing is in the row, these are left out. */
export const SMALL_IMAGE_WORDS = anyOf(
  /(?:^| )(?:thumb|thumbs|thumbnail|thumbnails|small|icon|swatch|mini|miniatur\w*|vorschau\w*|vignette)(?:$| )/,
  anywhere('缩略图 縮圖 小图 小圖 图标 サムネイル'),
);

export const MEDIUM_IMAGE_WORDS = anyOf(
  /(?:^| )(?:medium|mid|regular|preview|web|listing)(?:$| )/,
  anywhere('中图 中圖 预览'),
);

export const LARGE_IMAGE_WORDS = anyOf(
  /(?:^| )(?:large|big|original|full|fullsize|zoom|hires|hi res|high res|high resolution|max|xl)(?:$| )/,
  anywhere('大图 大圖 原图 原圖 高清'),
);

export const URL_WORDS = anyOf(
  /(?:^| )(?:url|urls|uri|link|links|src|href|lien|liens|enlace|adresse|ссылка|odkaz|lank|lenke|linkki|baglanti)(?:$| )/u,
  anywhere('链接 連結 网址 網址 地址 リンク 링크 주소'),
);

export const PAGE_WORDS = anyOf(
  /(?:^| )(?:product|item|shop|store|listing|detail|details|canonical|source|video|brand|affiliate|landing|deep|artikel|produkt|produit|producto|prodotto|manual|datasheet|pdf) ?(?:page )?(?:url|urls|link|links|uri|page|lien)(?:$| )/,
  /(?:^| )(?:permalink|website|webpage|homepage|page|page url|deeplink|deep link|video|youtube|manual|datasheet|pdf)(?:$| )/,
  anywhere(
    '商品链接 产品链接 宝贝链接 商品地址 产品地址 详情页 店铺 视频 商品url 产品url 商品連結 商品ページ',
  ),
);

export const REFERER_WORDS = anyOf(
  whole(['referer|referrer|referer url|referrer url|http referer']),
  anywhere('来源页 来源网址 引用页'),
);

/** The digits count here. */
export const SHA256_WORDS = anyOf(
  whole([
    'sha256|sha 256|sha256sum|sha256 hash|hash sha256|checksum sha256|image sha256|file sha256|checksum|hash',
  ]),
);

export const FOLDER_WORDS = anyOf(
  whole([
    'folder|folders|folder name|foldername|folder path|subfolder|sub folder|directory|dir|subdir|subdirectory|path',
    'image folder|image path|file path|filepath|target folder|output folder|save folder|save path|output dir',
    'ordner|ordnername|unterordner|verzeichnis|zielordner|pfad|dossier|repertoire|chemin|carpeta|directorio|ruta',
    'cartella|percorso|pasta|diretorio|map|submap|mapp|mappe|kansio|katalog|slozka|klasor|папка|каталог файлов',
  ]),
  anywhere('文件夹 資料夾 资料夹 目录 保存路径 文件路径 フォルダ 폴더'),
);

export const CAPTION_WORDS: readonly Words[] = [
  anyOf(
    whole([
      'caption|captions|image caption|photo caption|legend|bildunterschrift|legende|pie de foto|didascalia|legenda|подпись',
    ]),
    anywhere('图片说明 图片描述 图注 图说 配文 キャプション 캡션'),
  ),
  anyOf(
    whole([
      'alt|alt text|alttext|image alt|image alt text|img alt|image alt tag|image label|base image label|alternative text|alternativtext|texte alternatif|texto alternativo|testo alternativo',
    ]),
    anywhere('替代文本 替代文字'),
  ),
  anyOf(whole(['text|image description|photo description|image title|top caption'])),
];

/** What can name files, the most specific first. */
export const NAME_WORDS: readonly { readonly kind: NameKind; readonly words: Words }[] = [
  {
    kind: 'file',
    words: anyOf(
      whole([
        'file|filename|file name|files|filenames|image name|image names|imagename|img name|picture name|photo name|image filename|image file|image file name|out|output|output file|output name|save as|saveas|target name|target file|new name|new filename|rename to|name file',
        'dateiname|datei|bildname|bilddatei|nom (?:du |de )?fichier|fichier|nom de l image|nombre (?:de |del )?archivo|archivo|nome (?:do |del |de )?(?:arquivo|ficheiro|file)|arquivo|bestandsnaam|filnamn|filnavn|tiedostonimi|nazwa pliku|plik|nazev souboru|soubor|fajlnev|dosya adi|имя файла|файл',
      ]),
      anywhere('文件名 文档名 檔名 图片名 图片名称 圖片名稱 保存名 ファイル名 파일명'),
    ),
  },
  {
    kind: 'sku',
    words: anyOf(
      /^(?!.*(?:parent|config|bundle|group|up ?sell|cross|related|associated))(?:.* )?skus?(?: (?:code|id|number|no|编码|编号|货号))?$/u,
      whole([
        'artikelnummer|artikelnr|artikel nr|artikel nummer|artnr|art nr|art no|article|article number|article no|article code|item number|item no|item code|item nr|product code|product number|product no|product ref|product reference|stock code|stock number|custom label|custom label sku|default code|internal reference|mls|mls number|listing number|lot|lot number|accession number|object number|inventory number|catalog no|style|style number|style no|style code|catalog number|catalogue number|order number|order no|part',
        'ref|reference|references|referenz|referencia|referenza|riferimento|codigo|codigo (?:de )?(?:producto|articulo|produto)|codice|codice (?:articolo|prodotto)|code article|code produit|reference (?:produit|article)|artikelcode|artikkelnummer|varenummer|varenr|tuotenumero|tuotekoodi|indeks|kod|kod (?:produktu|towaru|produktu|zbozi)|katalognummer|bestellnummer|bestellnr|sachnummer|materialnummer|numero (?:d |de )?article|cikkszam|urun kodu|stok kodu|артикул|код|код товара|арт',
      ]),
      anywhere(
        '货号 貨號 商品编码 商品编号 产品编码 产品编号 产品代码 商家编码 商品代码 商品编码 款号 款式编号 物料编码 物料号 料号 品番 品号 商品コード 商品番号 商品管理番号 품번 상품코드 상품번호',
      ),
      whole(['编码|编号|編號|編碼|代码']),
    ),
  },
  {
    kind: 'handle',
    words: anyOf(
      whole([
        'handle|handle id|slug|url key|url handle|urlkey|product handle|post name|seo url|link rewrite|url slug|permalink slug|product slug',
      ]),
    ),
  },
  {
    kind: 'code',
    words: anyOf(
      /(?:^| )(?:mpn|gtin|ean|upc|isbn|asin|jan|barcode|model|partnumber)(?: (?:number|no|code|nr))?$/,
      whole([
        'part number|part no|manufacturer part number|manufacturer number|hersteller nr|herstellernummer|modell|modelo|modele|modello',
      ]),
      anywhere('型号 型號 条码 条形码 條碼 型番 バーコード モデル 바코드 모델'),
      whole([
        'product id|productid|item id|itemid|variant id|offer id|listing id|external id|artikel id|produkt id|sample id|image id|photo id|uid|uuid|key|code',
      ]),
      anywhere('商品id 产品id 宝贝id'),
    ),
  },
  {
    kind: 'title',
    words: anyOf(
      whole([
        'name|names|title|titles|product|product name|product title|productname|item name|item title|post title|variant title|label|bezeichnung|artikelbezeichnung|produktname|produktbezeichnung|artikelname|benennung|titel|nom|nom du produit|designation|libelle|titre|nombre|nombre del producto|producto|titulo|nome|nome do produto|nome prodotto|titolo|prodotto|naam|productnaam|namn|produktnamn|navn|produktnavn|nimi|tuotenimi|nazwa|nazwa produktu|nazev|nev|termeknev|urun adi|isim|название|наименование|имя|товар',
      ]),
      anywhere('商品名 商品名称 产品名称 品名 名称 名稱 标题 標題 商品标题 名前 タイトル 상품명 이름'),
    ),
  },
  { kind: 'id', words: anyOf(whole(['id|ids|nr|no|number|nummer|序号|编号'])) },
];
export type NameKind = 'file' | 'sku' | 'handle' | 'code' | 'title' | 'id';

/** Whether a header is one that tables are known to have. */
export function isKnownHeader(header: string): boolean {
  const key = headerKey(header);
  if (key === '' || key.length > 60) return false;
  const groups = [IMAGE_WORDS, URL_WORDS, PAGE_WORDS, FOLDER_WORDS, REFERER_WORDS, OTHER_WORDS];
  return (
    SHA256_WORDS.test(headerKeyWithDigits(header)) ||
    [...groups, ...CAPTION_WORDS, ...NAME_WORDS.map(({ words }) => words)].some((words) => words.test(key))
  );
}

/** Headers that say nothing to Pixhaul but that they are headers. */
const OTHER_WORDS = anyOf(
  whole([
    'price|prices|cost|currency|qty|quantity|stock|weight|color|colour|size|brand|vendor|category|categories|type|tags|status|description|body html|barcode|width|height|notes|remark|language|country|date|created at|updated at',
    'preis|menge|farbe|grosse|marke|kategorie|beschreibung|gewicht|prix|quantite|couleur|taille|marque|categorie|precio|cantidad|marca|categoria|descripcion|prezzo|prijs|merk|pris|cena|цена|количество|бренд|категория',
  ]),
  anywhere(
    '价格 单价 数量 库存 颜色 尺寸 尺码 品牌 类目 分类 类别 规格 描述 备注 重量 单位 材质 価格 数量 가격',
  ),
);

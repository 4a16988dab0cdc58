/** Shapes of product exports, made after the documented formats of the programs that write them. */
export interface ProductExport {
  readonly shape: string;
  /** Rows of an Excel sheet, or text. */
  readonly content: string | readonly (readonly string[])[];
  /** Columns that hold the pictures' URLs. */
  readonly urls: readonly string[];
  /** Column that names the files; null where none can. */
  readonly name: string | null;
  readonly caption?: string;
  /** URLs of the first row that has any, and the name that it gives them. */
  readonly first: readonly string[];
  readonly firstName: string | null;
  /** All URLs and all rows. */
  readonly links: number;
  readonly rows: number;
}

const cdn = 'https://cdn.shopify.com/s/files/1/0533/2089/files';
const shop = 'https://shop.example/wp-content/uploads/2024/05';

const tabbed = (text: string): string => text.replaceAll(' ⇥ ', '\t');

export const PRODUCT_EXPORTS: readonly ProductExport[] = [
  {
    shape: 'Shopify, product CSV',
    content: `Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Price,Image Src,Image Position,Image Alt Text,Gift Card,SEO Title,Google Shopping / MPN,Variant Image,Status
blue-shirt,Blue Shirt,"<p>A ""soft"" shirt, washed.</p>
<p>See <a href=""https://shop.example/care"">care</a></p>",Acme,Shirts,"summer, cotton",TRUE,Size,S,BS-S,120,19.99,${cdn}/blue-1.jpg?v=1571,1,Front of a blue shirt,FALSE,,BS-1,${cdn}/blue-s.jpg?v=1,active
blue-shirt,,,,,,,,M,BS-M,120,19.99,${cdn}/blue-2.jpg?v=1571,2,Back,,,,,
blue-shirt,,,,,,,,,,,,${cdn}/blue-3.jpg?v=1571,3,,,,,,
red-hat,Red Hat,<p>Hat</p>,Acme,Hats,,TRUE,Title,Default Title,RH,80,9.99,${cdn}/red.jpg?v=9,1,Red hat,FALSE,,RH-1,,active
`,
    urls: ['Image Src', 'Variant Image'],
    name: 'Handle',
    caption: 'Image Alt Text',
    first: [`${cdn}/blue-1.jpg?v=1571`, `${cdn}/blue-s.jpg?v=1`],
    firstName: 'blue-shirt',
    links: 5,
    rows: 4,
  },
  {
    shape: 'Shopify, product CSV since 2025',
    content: `Title,URL handle,Description,Vendor,Product category,Type,Tags,Published on online store,Status,SKU,Barcode,Option1 name,Option1 value,Price,Product image URL,Image position,Image alt text,Variant image URL,Gift card,SEO title
Green Snowboard,green-snowboard,Smooth ride,Acme,Sporting Goods,Snowboard,,TRUE,Active,SB-G-154,,Size,154cm,699.95,${cdn}/green-front?width=1200,1,Green board,,FALSE,Green
,green-snowboard,,,,,,,,SB-G-158,,Size,158cm,699.95,${cdn}/green-back?width=1200,2,,,,
,green-snowboard,,,,,,,,,,,,,${cdn}/green-side?width=1200,3,,,,
`,
    urls: ['Product image URL', 'Variant image URL'],
    name: 'URL handle',
    first: [`${cdn}/green-front?width=1200`],
    firstName: 'green-snowboard',
    links: 3,
    rows: 3,
  },
  {
    shape: 'Matrixify, Shopify in Excel',
    content: [
      [
        'ID',
        'Handle',
        'Command',
        'Title',
        'URL',
        'Image Type',
        'Image Src',
        'Image Position',
        'Image Alt Text',
        'Variant SKU',
        'Variant Image',
      ],
      [
        '8791232',
        'mug',
        'MERGE',
        'Mug',
        'https://acme.myshopify.com/products/mug',
        'IMAGE',
        `${cdn}/mug.png`,
        '1',
        'Mug',
        '00123',
        '',
      ],
      [
        '8791232',
        'mug',
        'MERGE',
        '',
        'https://acme.myshopify.com/products/mug',
        'IMAGE',
        `${cdn}/mug-2.png`,
        '2',
        '',
        '',
        '',
      ],
    ],
    urls: ['Image Src', 'Variant Image'],
    name: 'Handle',
    first: [`${cdn}/mug.png`],
    firstName: 'mug',
    links: 2,
    rows: 2,
  },
  {
    shape: 'WooCommerce, product export',
    content: `ID,Type,SKU,Name,Published,"Is featured?","Visibility in catalog","Short description",Description,"Tax status","In stock?",Stock,"Regular price",Categories,Tags,Images,Parent,"External URL",Position,"Attribute 1 name","Attribute 1 value(s)"
44,variable,woo-vneck-tee,"V-Neck T-Shirt",1,1,visible,"A shirt","Pellentesque, habitant;\\nmorbi",taxable,1,,,"Clothing > Tshirts",,"${shop}/vneck-tee-2.jpg, ${shop}/vnech-tee-green-1.jpg, ${shop}/vnech-tee-blue-1.jpg",,,0,Color,"Blue, Green, Red"
45,simple,woo-hoodie,Hoodie,1,0,visible,,,taxable,1,3,45,"Clothing > Hoodies",,${shop}/hoodie-2.jpg,,,0,,
`,
    urls: ['Images'],
    name: 'SKU',
    first: [`${shop}/vneck-tee-2.jpg`, `${shop}/vnech-tee-green-1.jpg`, `${shop}/vnech-tee-blue-1.jpg`],
    firstName: 'woo-vneck-tee',
    links: 4,
    rows: 2,
  },
  {
    shape: 'WooCommerce, CSV Import Suite',
    content: `post_title,post_name,post_status,sku,regular_price,images,tax:product_cat
Killer Heels,killer-heels,publish,KH-1,20,${shop}/heel.jpg ! alt : Heel ! title : A heel | ${shop}/heel-2.jpg ! alt : Side,Shoes
Flats,flats,publish,FL-1,15,${shop}/flat.jpg,Shoes
`,
    urls: ['images'],
    name: 'sku',
    first: [`${shop}/heel.jpg`, `${shop}/heel-2.jpg`],
    firstName: 'KH-1',
    links: 3,
    rows: 2,
  },
  {
    shape: 'WP All Export',
    content: `id,Title,Permalink,"Image URL","Image Filename",Sku
17,"Beanie, red",https://shop.example/product/beanie/,${shop}/beanie.jpg|${shop}/beanie-2.jpg,beanie.jpg|beanie-2.jpg,BN-1
18,Belt,https://shop.example/product/belt/,${shop}/belt.jpg,belt.jpg,BL-1
`,
    urls: ['Image URL'],
    name: 'Image Filename',
    first: [`${shop}/beanie.jpg`, `${shop}/beanie-2.jpg`],
    firstName: 'beanie.jpg',
    links: 3,
    rows: 2,
  },
  {
    shape: 'Magento 2, catalog export',
    content: `sku,store_view_code,attribute_set_code,product_type,categories,name,description,weight,price,url_key,base_image,base_image_label,small_image,small_image_label,thumbnail_image,thumbnail_image_label,additional_images,additional_image_labels,qty
24-MB01,,Bag,simple,"Default Category/Gear,Default Category/Gear/Bags",Joust Duffle Bag,"<p>The sporty Joust</p>",,34,joust-duffle-bag,https://m.example/media/catalog/product/m/b/mb01-blue-0.jpg,Image,https://m.example/media/catalog/product/m/b/mb01-blue-0.jpg,,https://m.example/media/catalog/product/m/b/mb01-blue-0.jpg,,"https://m.example/media/catalog/product/m/b/mb01-blue-1.jpg,https://m.example/media/catalog/product/m/b/mb01-blue-2.jpg",,100
`,
    urls: ['base_image', 'additional_images'],
    name: 'sku',
    first: [
      'https://m.example/media/catalog/product/m/b/mb01-blue-0.jpg',
      'https://m.example/media/catalog/product/m/b/mb01-blue-1.jpg',
      'https://m.example/media/catalog/product/m/b/mb01-blue-2.jpg',
    ],
    firstName: '24-MB01',
    links: 3,
    rows: 1,
  },
  {
    shape: 'Amazon, inventory flat file',
    content:
      tabbed(`TemplateType=fptcustom ⇥ Version=2023.0801 ⇥ TemplateSignature=U0hJUlQ= ⇥ The top 3 rows are for Amazon.com use only. Do not modify or delete the top 3 rows. ⇥  ⇥  ⇥ 
Product Type ⇥ Seller SKU ⇥ Brand Name ⇥ Product Name ⇥ Main Image URL ⇥ Other Image URL1 ⇥ Other Image URL2 ⇥ Swatch Image URL ⇥ Parent SKU
feed_product_type ⇥ item_sku ⇥ brand_name ⇥ item_name ⇥ main_image_url ⇥ other_image_url1 ⇥ other_image_url2 ⇥ swatch_image_url ⇥ parent_sku
shirt ⇥ SH-RED-S ⇥ Acme ⇥ Acme Men's Shirt, Red ⇥ https://m.media-amazon.com/images/I/71abcDEF.jpg ⇥ https://m.media-amazon.com/images/I/81abcDEF.jpg ⇥ https://m.media-amazon.com/images/I/91abcDEF.jpg ⇥ https://m.media-amazon.com/images/I/11abcDEF.jpg ⇥ SH
shirt ⇥ SH-RED-M ⇥ Acme ⇥ Acme Men's Shirt, Red ⇥ https://m.media-amazon.com/images/I/71abcXYZ.jpg ⇥  ⇥  ⇥  ⇥ SH
`),
    urls: ['Main Image URL', 'Other Image URL1', 'Other Image URL2'],
    name: 'Seller SKU',
    first: ['71', '81', '91'].map((number) => `https://m.media-amazon.com/images/I/${number}abcDEF.jpg`),
    firstName: 'SH-RED-S',
    links: 4,
    rows: 4,
  },
  {
    shape: 'eBay, File Exchange',
    content: `*Action(SiteID=US|Country=US|Currency=USD|Version=1193),CustomLabel,*Category,*Title,PicURL,*Quantity,*StartPrice,*Description
Add,EB-1,11450,"Vintage camera, 1960",https://i.ebayimg.com/images/g/aAAAOSw/s-l1600.jpg|https://i.ebayimg.com/images/g/bBBBOSw/s-l1600.jpg,1,49.9,"<b>Nice</b>"
Add,EB-2,11450,Lens,https://i.ebayimg.com/images/g/cCCCOSw/s-l1600.jpg,1,19.9,Lens
`,
    urls: ['PicURL'],
    name: 'CustomLabel',
    first: [
      'https://i.ebayimg.com/images/g/aAAAOSw/s-l1600.jpg',
      'https://i.ebayimg.com/images/g/bBBBOSw/s-l1600.jpg',
    ],
    firstName: 'EB-1',
    links: 3,
    rows: 2,
  },
  {
    shape: 'Etsy, listings (numbered columns)',
    content: `TITLE,DESCRIPTION,PRICE,CURRENCY_CODE,QUANTITY,TAGS,MATERIALS,IMAGE1,IMAGE2,IMAGE3,IMAGE4,IMAGE5,IMAGE6,IMAGE7,IMAGE8,IMAGE9,IMAGE10,VARIATION 1 TYPE,VARIATION 1 NAME,SKU
"Silver ring with a very long title that sells","Handmade
Ships fast",25.00,EUR,5,"ring,silver",silver,https://i.etsystatic.com/1/r/il/a/1/il_fullxfull.1.jpg,https://i.etsystatic.com/1/r/il/a/2/il_fullxfull.2.jpg,,,,,,,,,,,R-1
Gold ring,Handmade,125.00,EUR,1,ring,gold,https://i.etsystatic.com/1/r/il/a/3/il_fullxfull.3.jpg,,,,,,,,,,,,R-2
`,
    urls: Array.from({ length: 10 }, (_, at) => `IMAGE${at + 1}`),
    name: 'SKU',
    first: [
      'https://i.etsystatic.com/1/r/il/a/1/il_fullxfull.1.jpg',
      'https://i.etsystatic.com/1/r/il/a/2/il_fullxfull.2.jpg',
    ],
    firstName: 'R-1',
    links: 3,
    rows: 2,
  },
  {
    shape: 'PrestaShop, product import',
    content: `Product ID;Active (0/1);Name *;Categories (x,y,z...);Price tax excluded;Reference #;Supplier;Quantity;Description;URL rewritten;Image URLs (x,y,z...);Image alt texts (x,y,z...);Delete existing images (0 = No, 1 = Yes)
1;1;"iPod Nano; blue";Home,iPods;49;IPN-1;;3;"<p>Nano; small</p>";ipod-nano;http://shop.example/img/p/1-1.jpg,http://shop.example/img/p/1-2.jpg;Front,Back;0
2;1;Case;Home;9;CS-1;;3;;case;http://shop.example/img/p/2-1.jpg;;0
`,
    urls: ['Image URLs (x,y,z...)'],
    name: 'Reference #',
    first: ['http://shop.example/img/p/1-1.jpg', 'http://shop.example/img/p/1-2.jpg'],
    firstName: 'IPN-1',
    links: 3,
    rows: 2,
  },
  {
    shape: 'Google Merchant Center, feed',
    content:
      tabbed(`id ⇥ title ⇥ description ⇥ link ⇥ image_link ⇥ additional_image_link ⇥ price ⇥ gtin ⇥ brand ⇥ mpn
TV_123456 ⇥ LG 22" TV, white ⇥ The "best" TV ⇥ https://www.example.com/tv?id=1 ⇥ https://www.example.com/image/tv?w=800 ⇥ https://www.example.com/image/tv-2?w=800,https://www.example.com/image/tv-3?w=800 ⇥ 159 USD ⇥  ⇥ LG ⇥ 
TV_123457 ⇥ LG 32" TV ⇥ TV ⇥ https://www.example.com/tv?id=2 ⇥ https://www.example.com/image/tv-b?w=800 ⇥  ⇥ 259 USD ⇥  ⇥ LG ⇥ 
`),
    urls: ['image_link', 'additional_image_link'],
    name: 'id',
    first: ['tv', 'tv-2', 'tv-3'].map((name) => `https://www.example.com/image/${name}?w=800`),
    firstName: 'TV_123456',
    links: 4,
    rows: 2,
  },
  {
    shape: 'Wix, store products',
    content: `handleId,fieldType,name,description,productImageUrl,collection,sku,ribbon,price
product_1,Product,Jacket,"<p>Warm; light</p>",https://static.wixstatic.com/media/1_a~mv2.jpg;https://static.wixstatic.com/media/1_b~mv2.jpg,Coats,,Sale,99
product_2,Product,Scarf,,https://static.wixstatic.com/media/2_a~mv2.jpg,Coats,,,19
`,
    urls: ['productImageUrl'],
    name: 'handleId',
    first: [
      'https://static.wixstatic.com/media/1_a~mv2.jpg',
      'https://static.wixstatic.com/media/1_b~mv2.jpg',
    ],
    firstName: 'product_1',
    links: 3,
    rows: 2,
  },
  {
    shape: 'Squarespace, products',
    content: `Product ID [Non Editable],Variant ID [Non Editable],Product Type [Non Editable],Product Page,Product URL,Title,Description,SKU,Option Name 1,Option Value 1,Price,Hosted Image URLs
5f3a,77aa,PHYSICAL,store,tea-pot,Tea pot,<p>Pot</p>,SQ1,Color,Red,20,"https://images.squarespace-cdn.com/content/v1/5/a/pot+1.jpg https://images.squarespace-cdn.com/content/v1/5/b/pot+2.jpg"
5f3b,77ab,PHYSICAL,store,cup,Cup,<p>Cup</p>,SQ2,Color,Red,5,https://images.squarespace-cdn.com/content/v1/5/c/cup.jpg
`,
    urls: ['Hosted Image URLs'],
    name: 'SKU',
    first: [
      'https://images.squarespace-cdn.com/content/v1/5/a/pot+1.jpg',
      'https://images.squarespace-cdn.com/content/v1/5/b/pot+2.jpg',
    ],
    firstName: 'SQ1',
    links: 3,
    rows: 2,
  },
  {
    shape: 'BigCommerce, products with image rows',
    content: `Item,ID,Name,Type,SKU,Internal Image URL (Export),Image URL (Import),Image Description,Image is Thumbnail,Image Sort Order,Product URL
Product,77,Chair,physical,CH-1,,,,,,/chair/
Image,77001,,,,https://cdn11.bigcommerce.com/s-1/products/77/images/1/chair__1.jpg,,Chair front,TRUE,0,
Image,77002,,,,https://cdn11.bigcommerce.com/s-1/products/77/images/2/chair__2.jpg,,,FALSE,1,
`,
    urls: ['Internal Image URL (Export)', 'Image URL (Import)'],
    name: 'ID',
    caption: 'Image Description',
    first: ['https://cdn11.bigcommerce.com/s-1/products/77/images/1/chair__1.jpg'],
    firstName: '77001',
    links: 2,
    rows: 3,
  },
  {
    shape: 'Airtable, attachments',
    content: `Name,Code,Photos,Notes
Oak table,OT-1,"front.jpg (https://v5.airtableusercontent.com/v3/u/1/a/front.jpg),side view.jpg (https://v5.airtableusercontent.com/v3/u/1/b/side.jpg)","Big, heavy"
Pine desk,PD-1,desk.jpg (https://v5.airtableusercontent.com/v3/u/1/c/desk.jpg),
`,
    urls: ['Photos'],
    name: 'Code',
    first: [
      'https://v5.airtableusercontent.com/v3/u/1/a/front.jpg',
      'https://v5.airtableusercontent.com/v3/u/1/b/side.jpg',
    ],
    firstName: 'OT-1',
    links: 3,
    rows: 2,
  },
  {
    shape: 'Chinese supplier, plain columns',
    content: `货号,商品名称,规格,单价,主图,细节图1,细节图2,商品链接
A-1001,纯棉T恤,"白色,L",29.9,https://cbu01.alicdn.com/img/ibank/O1CN01a.jpg,https://cbu01.alicdn.com/img/ibank/O1CN01b.jpg,,https://detail.1688.com/offer/1.html
A-1002,牛仔裤,蓝色,59.9,https://cbu01.alicdn.com/img/ibank/O1CN01c.jpg,,,https://detail.1688.com/offer/2.html
`,
    urls: ['主图', '细节图1', '细节图2'],
    name: '货号',
    first: [
      'https://cbu01.alicdn.com/img/ibank/O1CN01a.jpg',
      'https://cbu01.alicdn.com/img/ibank/O1CN01b.jpg',
    ],
    firstName: 'A-1001',
    links: 3,
    rows: 2,
  },
  {
    shape: 'Chinese shop in Excel, title rows, 图片链接',
    content: [
      ['某某贸易有限公司 2024 年春季报价单'],
      ['联系人：王小姐', '', '电话：13800000000'],
      [],
      ['序号', '商品编码', '品名', '图片链接', '备注'],
      ['1', '00123', '保温杯', 'https://img.example.cn/p/00123', ''],
      ['2', '00124', '水壶', 'https://img.example.cn/p/00124\nhttps://img.example.cn/p/00124b', '缺货'],
    ],
    urls: ['图片链接'],
    name: '商品编码',
    first: ['https://img.example.cn/p/00123'],
    firstName: '00123',
    links: 3,
    rows: 4,
  },
  {
    shape: 'German ERP, numbered columns',
    content: `Artikelnummer;Bezeichnung;Preis;Bild1;Bild2;Bild3
4711-A;"Schrauben; verzinkt";1,99;https://img.example.de/w_300,h_200/4711.jpg;https://img.example.de/w_300,h_200/4711_2.jpg;
4712-A;Muttern;2,49;https://img.example.de/w_300,h_200/4712.jpg;;
`,
    urls: ['Bild1', 'Bild2', 'Bild3'],
    name: 'Artikelnummer',
    first: ['https://img.example.de/w_300,h_200/4711.jpg', 'https://img.example.de/w_300,h_200/4711_2.jpg'],
    firstName: '4711-A',
    links: 3,
    rows: 2,
  },
  {
    shape: 'French catalogue for Excel',
    content: `sep=;
Référence;Désignation;Lien image;Lien produit
FR-9;Théière;https://cdn.exemple.fr/9?size=full;https://exemple.fr/theiere
FR-10;Tasse;https://cdn.exemple.fr/10?size=full;https://exemple.fr/tasse
`,
    urls: ['Lien image'],
    name: 'Référence',
    first: ['https://cdn.exemple.fr/9?size=full'],
    firstName: 'FR-9',
    links: 2,
    rows: 2,
  },
  {
    shape: 'Russian price list',
    content: tabbed(`Артикул ⇥ Наименование ⇥ Фото ⇥ Цена
К-77 ⇥ Чайник, синий ⇥ https://img.example.ru/k77.jpg ⇥ 990,00
К-78 ⇥ Чашка ⇥ https://img.example.ru/k78.jpg ⇥ 190,00
`),
    urls: ['Фото'],
    name: 'Артикул',
    first: ['https://img.example.ru/k77.jpg'],
    firstName: 'К-77',
    links: 2,
    rows: 2,
  },
  {
    shape: 'Japanese shop',
    content: `商品コード,商品名,商品画像URL1,商品画像URL2,商品ページURL
jp-001,湯呑み,https://image.rakuten.co.jp/shop/cabinet/jp001.jpg,https://image.rakuten.co.jp/shop/cabinet/jp001_2.jpg,https://item.rakuten.co.jp/shop/jp001/
jp-002,急須,https://image.rakuten.co.jp/shop/cabinet/jp002.jpg,,https://item.rakuten.co.jp/shop/jp002/
`,
    urls: ['商品画像URL1', '商品画像URL2'],
    name: '商品コード',
    first: [
      'https://image.rakuten.co.jp/shop/cabinet/jp001.jpg',
      'https://image.rakuten.co.jp/shop/cabinet/jp001_2.jpg',
    ],
    firstName: 'jp-001',
    links: 3,
    rows: 2,
  },
  {
    shape: 'cells copied from Excel, without a header',
    content: tabbed(`SKU-1 ⇥ https://img.example.com/1.jpg
SKU-2 ⇥ https://img.example.com/2.jpg
SKU-3 ⇥ https://img.example.com/3.jpg
`),
    urls: ['Column 2'],
    name: 'Column 1',
    first: ['https://img.example.com/1.jpg'],
    firstName: 'SKU-1',
    links: 3,
    rows: 3,
  },
  {
    shape: 'pipes between cells',
    content: `sku|description|image
P1|Pipe, 12"; red|https://img.example.com/p1.jpg?a=1;b=2
P2|Elbow|https://img.example.com/p2.jpg
`,
    urls: ['image'],
    name: 'sku',
    first: ['https://img.example.com/p1.jpg?a=1;b=2'],
    firstName: 'P1',
    links: 2,
    rows: 2,
  },
  {
    shape: 'file name and URL, written by a script without quotes',
    content: `filename,url
a 1.jpg,https://res.cloudinary.com/demo/image/upload/w_300,h_200,c_fill/a1.jpg
b.jpg,https://res.cloudinary.com/demo/image/upload/w_300,h_200,c_fill/b.jpg
c.jpg,https://res.cloudinary.com/demo/image/upload/c.jpg
`,
    urls: ['url'],
    name: 'filename',
    first: ['https://res.cloudinary.com/demo/image/upload/w_300,h_200,c_fill/a1.jpg'],
    firstName: 'a 1.jpg',
    links: 3,
    rows: 3,
  },
  {
    shape: 'data set of pictures and captions',
    content: tabbed(`URL ⇥ TEXT ⇥ WIDTH ⇥ HEIGHT
https://img.example.com/x?1 ⇥ a cat, sitting ⇥ 800 ⇥ 600
https://img.example.com/x?2 ⇥ a dog ⇥ 640 ⇥ 480
`),
    urls: ['URL'],
    name: null,
    caption: 'TEXT',
    first: ['https://img.example.com/x?1'],
    firstName: null,
    links: 2,
    rows: 2,
  },
];

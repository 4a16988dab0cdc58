/** Why Pixhaul decides otherwise in a case of the text corpus than the program that the case comes from. */
export const REASONS = {
  'dns-decides':
    'The WHATWG URL parser takes the host; whether it exists is for DNS to say, and such hosts exist (leading and trailing hyphens, underscores, unknown endings, single labels).',
  'url-standard': 'The WHATWG URL parser takes it, and means what browsers mean by it.',
  'cannot-know':
    'Nothing in the text says where the author meant the link to end; the characters belong to URLs.',
  'own-site-rule': 'A rule of the other program for the links of one site.',
} as const;

/** By file and input. */
export const DEVIATIONS: Readonly<Record<string, Readonly<Record<string, keyof typeof REASONS>>>> = {
  'pasted-text': {
    'http://-example.com': 'dns-decides',
    'text http://no-tld': 'dns-decides',
    'text http://domain.com-that-you-should-have-put-a-space-after': 'dns-decides',
    'foo.baz foo.co.jp www.xxxxxxx.baz www.foo.co.uk wwwww.xxxxxxx foo.comm foo.somecom foo.govedu foo.jp':
      'dns-decides',
    'text http://domain-dash_2314352345_dfasd.foo-cow_4352.com': 'dns-decides',
    'test http://-leadingdash.twitter.com': 'dns-decides',
    'test http://trailingdash-.twitter.com': 'dns-decides',
    'test http://_leadingunderscore.twitter.com': 'dns-decides',
    'test http://trailingunderscore.twitter_.com': 'dns-decides',
    'test http://-twitter.com': 'dns-decides',
    'test http://twitter-.com': 'dns-decides',
    'http://twitter.com/これは日本語です。example.com中国語http://t.co/abcde한국twitter.comテストexample2.comテストhttp://twitter.com/abcde':
      'cannot-know',
    "Check this site out http://t.co/FNkPfmii- it's great": 'cannot-know',
    '$http://twitter.com $twitter.com $http://t.co/abcde $t.co/abcde $t.co $TVI.CA $RBS.CA': 'own-site-rule',
    "http://t.co/pbY2NfTZ's http://t.co/2vYHpAc5; http://t.co/ulYGBYSo: http://t.co/8MkmHU0k+c http://t.co/TKLp64dY.x http://t.co/8t7G3ddS#a http://t.co/FNkPfmii-":
      'own-site-rule',
  },
  'url-strings': {
    'http:///a': 'url-standard',
    'http://-error-.invalid/': 'dns-decides',
    'http://a.b-.co': 'dns-decides',
    'http://123.123.123': 'url-standard',
    'http://go/ogle.com': 'dns-decides',
    'http://ab_.z.com': 'dns-decides',
    'https://user:pass[word]@www.example.com/': 'url-standard',
    'http://www.-domain4352.com/': 'dns-decides',
    'http://www.domain4352-.com/': 'dns-decides',
    'http://☃-.net/': 'dns-decides',
    'http://%e2%98%83.net/': 'url-standard',
    'http://test.-twitter.com': 'dns-decides',
  },
  'image-urls': {
    'https://gamermovil.com/wp-content/uploads/-000//1/stranger-things-the-game-3-324x160.': 'cannot-know',
  },
};

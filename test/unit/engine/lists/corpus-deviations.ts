/** Why Pixhaul decides otherwise in a case of the text corpus than the program that the case comes from. */
export const REASONS = {
  'dns-decides':
    'The WHATWG URL parser takes the host; whether it exists is for DNS to say, and such hosts exist (leading and trailing hyphens, underscores, unknown endings, single labels).',
  'url-standard': 'The WHATWG URL parser takes it, and means what browsers mean by it.',
  'cannot-know':
    'Nothing in the text says where the author meant the link to end; the characters belong to URLs.',
  'blank-ends-link':
    'A list is text: a blank, a tab or a line end ends a link, unless the line ends like a picture.',
  'mark-ends-link':
    'A list is text: quotes, angle brackets, full stops and marks that cannot be seen end a link.',
  'no-such-name':
    'Empty labels, labels over 63 bytes and quotes are in no name that a server can have: said at once.',
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
  'real-urls': {
    'https://"maps.google.com/?ie=UTF8&amp;om=1&amp;z=16&amp;ll=45.123785': 'no-such-name',
    'https://"searchdatamanagement.techtarget.com/news/article/0': 'no-such-name',
    'https://"en.wikipedia.org/wiki/Rock': 'no-such-name',
    'https://"en.wikipedia.org/wiki/Imperial_Guard_(Warhammer_40': 'no-such-name',
  },
  'url-parse': {
    'http://f:21/ b ? d # e ': 'blank-ends-link',
    'http://f: /c': 'blank-ends-link',
    'http://f:\n/c': 'blank-ends-link',
    'http://f: 21 / b ? d # e ': 'blank-ends-link',
    'http://&a:foo(b]c@d:2/': 'mark-ends-link',
    'http://example.com/foo/bar/..': 'mark-ends-link',
    'http://example.com/foo/bar//../..': 'mark-ends-link',
    'http://example.com/foo/bar//..': 'mark-ends-link',
    'http://example.com/foo\t\u0091%91': 'blank-ends-link',
    'http://example.com/\ufeff/foo': 'mark-ends-link',
    'http://GOO\u200b\u2060\ufeffgoo.com': 'mark-ends-link',
    'https://x x:12': 'blank-ends-link',
    'http://./': 'no-such-name',
    'http://../': 'no-such-name',
    "http://host/?'": 'mark-ends-link',
    'http://a\u000bb/': 'blank-ends-link',
    'http://a b/': 'blank-ends-link',
    'http://a<b': 'mark-ends-link',
    'http://ho\tst/': 'blank-ends-link',
    'http://ho\nst/': 'blank-ends-link',
    'http://ho\rst/': 'blank-ends-link',
    'http://example.org/test?"': 'mark-ends-link',
    'http://example.org/test?>': 'mark-ends-link',
    'http://\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131\u011f\u0131.com':
      'no-such-name',
  },
  idn: {
    'x..xn--zca': 'no-such-name',
    x01234567890123456789012345678901234567890123456789012345678901x: 'no-such-name',
    'x01234567890123456789012345678901234567890123456789012345678901\u2020': 'no-such-name',
    'x01234567890123456789012345678901234567890123456789012345678901x.xn--zca': 'no-such-name',
    'x01234567890123456789012345678901234567890123456789012345678901x.\u00df': 'no-such-name',
    '01234567890123456789012345678901234567890123456789.01234567890123456789012345678901234567890123456789.01234567890123456789012345678901234567890123456789.01234567890123456789012345678901234567890123456789.0123456789012345678901234567890123456789012345678.x':
      'no-such-name',
    '01234567890123456789012345678901234567890123456789.01234567890123456789012345678901234567890123456789.01234567890123456789012345678901234567890123456789.01234567890123456789012345678901234567890123456789.0123456789012345678901234567890123456789012345678.\u00df':
      'no-such-name',
    '<\u0338': 'mark-ends-link',
    '>\u0338': 'mark-ends-link',
    '>\u00ad\u0338': 'mark-ends-link',
    'www\u00a0.lookout.net': 'blank-ends-link',
    'look\u2060out.net': 'mark-ends-link',
    'look\u202eout.net': 'mark-ends-link',
  },
};

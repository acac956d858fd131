assert new File(basedir, 'build.log').text.contains('Str[value=Hello, Alice!]')

// The README shows these very files.
def readme = new File(basedir, '../../../../README.md').getText('UTF-8')
['xml': 'pom.xml', 'java': 'src/main/java/example/Greeting.java'].each { language, file ->
  assert readme.contains("```${language}\n" + new File(basedir, file).getText('UTF-8') + '```')
}
return true

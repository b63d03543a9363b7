/** Data, written by scripts/DisposableDomains.ts: 8883 domains by their ending. Don't edit. */

/** Where the list is from. */
export const source = "disposable-email-domains, as released in npm's disposable-email-domains-js 1.26.0 (CC0 1.0)"

/** The day of that release. */
export const asOfDay = "2026-09-21"

/** Each `.ending`, followed by the domains that have it, without it. */
export const domainsByEnding = `
.accountants syujob .af is us .ag krd .agency rollindo .ai hcap pinpool .app al1ya andalanglobal arapgege belicapcut bussinesa catfie
developtool docash downloadvideoig flews funnyfail gerv hayys jjk padue plexflux prp-ppdt skyemails stopspam suryain topupgg vectorbrasil
xyxy ytoof .army dns v6 .art insanony rednotecreatoracademy ysuhd .asia aiclit axax cruncoau emailluu forregmail gamapa guima2 i2b jiuji
kampret klingai ktisocial linzefor networksolutionshk nullbox ooxxoo rentop shengxia softpls tfbnw thietbivanphong uofzcpg9ftykob x-clone
xclone zai ziyoupi .at gmail.or labetteraverouge pii qibl rcpt tempmail trash-mail trashmail wegwerf-email .au thembones.com .az kitap .band
kempstoncharities .be 10minutemail bartdevos fuwa fuwari ginzi heisei honeys hotsoup kagi kkmail kksm kpay kpost magim mc-fly mofu nagi
nezumi niseko ponp prin prout rapt risu ruru uma3 usbc wanko xmailer .beer bsfh cykr cyln fafa flowconnect fxxf grtd icwr jhkf kppk kqbz
kswm kxbj lecn lfsz mypk ncfx pbis qpdm ravc rbmz tfcn tjhn vggh vpii wdrd wrxx xfft xtzg .best temp-mail tempmail yongdan-hstn zutomayo .bg
forexnews .bid iralborz tutuapp .bio bletsoetownclosecharity ich-essen-fleisch mosswoodmissionhall .biz 1-8 ado888 best-hosting brand-app
davidtrix fasternet film-blog finews geschent gothere guerillamail guerrillamail hopemail igg kommunity ldaho lolmail mailbiz mailbox80
mailbox82 mailbox92 mailcat mailna mailpick mailrock nakedtruth niang-sfx nonchalantresmita ns01 ontyne secure-mail six25 su.cloudns
tempemail thecity toomail watchever willhackforfood yhg yourlms z1p .blog cmail raveqxon sdsfre .bond abaib abajb abalb abamb abanb abapb
abasb abaub abaxb abayb abazb acaic adaid adawd aeace aeale aeame aeape aeare aeaue aeaxe afalf afarf agabg aibase burnermail corridor
digimaster gandobaba gmailxyz indoxs lanuiopl liangganxiaopu meng2026 molabo nabilalo nfengwu oupul8b1k outlooks owo-mailteam peterhe-ai
ravavo riazra semester southai veletis wwtykkm xgmail xn-xp8h xshop youtube-com-watch-jtpdc8khnpi znext .br boxtemp.com emailtemporario.com
firemail.com osaxadinhos.com temporarioemail.com wins.com .business northboveymeadow songsan .buzz blakeagency ccimran eposta imranccnn
imrancm imrancumi imranking imranmax imranspc kasmirfx kintil miaowuai musicflow quickdrop ronghsng vladhub .by mail .bz ibnuh .ca datazo
efxs ftpinc gardenscape ihazspam ml8 nothingtoseehere rabin realtyalerts runi .cam debitur fblgsl i2b zmail .cards vbv .care 1337 spam .casa
socialpulse .cat forward gooner .cc 15553.eu 15555.eu 15557.eu 20260501.ccwu 20260503.ccwu 2mail.eu 32132.ccwu 39393.eu 66-77 88cloud 957jp
aasdarq.eu aasdasd.eu aizhongzhuan alin.eu asdcxijkj.eu back67283.eu back7654.eu baipiaodashen.cloud-ip bishwanathuk bletilla
block-this-for-gambling.cloud-ip boom114.ccwu botasky.eu brownjasen.ccwu cam4you cdpa chatgtporg.eu chongqilai cihai.eu cihaifhqo.eu
cjdeyuiw.eu cnebw.eu co coding.ccwu cu cyclelove dadaolibai.eu dahewushi.eu damowang.eu dawushihe.eu dawushihehe.eu desmond.eu dfyuih.eu
dgdf dghdfjfd.eu dheiwuy.eu dhoahn.eu dhy digimaster.eu djwekih.eu dnkah.eu dshznonline dyebkj.eu dyfgiavcrw.eu easymails edu-qin.ccwu
eemail.eu efdsdsdw.cloud-ip exkucn.ccwu eyee.eu fdfggh-df5 fdger88 fdhsui.eu fhoau.eu fhwui.eu fhwyuoia.eu flayeraaron.eu flayerhu.eu flu
fyeiwh.eu gacharevenue getmailfree getnada gewalusitest1.cloud-ip gmneel.eu gravityengine grn haibaipei.ccwu happyhome.eu heocondeisng
homehappy.eu huluwaaaron.eu hyhotmail.ccwu i6.cloudns iswin.ccwu japanesegirls jellycat.eu ji-a jilingling.eu jonsjav kankoplm.eu
kbishwanathuk kimagure.ccwu lessismore.eu lista lsd10086.ccwu lsd8866.ccwu lushiyi.eu m21 mail21 mailchatgpt.eu maildrop mailnada
mailtest.ccwu mbx mchasd.eu mcunnm.ccwu mdahld.eu mehda.eu mekqh.eu mengma.eu mgtop mmmggg0123.ccwu moakt ndade.eu nfkah.eu nicemail
nichaoxing nm7 nut orgmbx p-y palaze pkday.eu pp-tw ppdf ppoo.ccwu privacyshield qd28max.eu qiang66.ccwu quick-mail rexmoo.ccwu sada-sd
sanfnges sdbbs sdhaiok.eu secure-mail shopcreative silentmail.ccwu sk-ai.eu snapmail tempmail these tiv tongle.ccwu trustcheck usa vfdhks.eu
vipmba vkjashdf.eu vnfjsh.eu waroengku woshiemoman.cloud-ip xcsllajs.eu xdnss xi2 xiajspof.eu xiangshan.eu xiaohuangyu.ccwu xiaoting xn--5nx
xoxox xqqgegsd.eu xsioap.eu xxxhi yangzhong-sfd yanxuan.eu yfhsdb.eu ynagjie-66 yujiehanjiao yxx1.ccwu yxxala.ccwu yxxawa.ccwu zeldaa.ccwu
.cd 115yu.cc 123312.cc 3bbb.cc 4bbb.cc ados.cc alin.cc ar26710.cc blog3.cc bot cloudwhitespace.cc cloudwhitezone.cc freegrok.cc galebird.cc
gdxs.cc gptmail.cc gts.cc guozivpn.cc haqimi.cc huoyumars.cc iandsec.cc iceans.cc kimagure1.cc levi.cc liun.cc make.cc mcs.cc momopifa.cc
mui.cc new-api.cc nowyoudme1.cc qsmail.cc qweasd123.cc qwezxc321.cc sifan077.cc taseek.cc thg.cc wbslxy.cc webui.cc wusongdahu.cc wwej.cc
zcjzy.cc zsmj.cc zxcvbn123.cc .ceo spam .cf 10minutemail 4mail 5mail 6mail 8mail 9mail ayakamail deadfake dev-null discard disposable
email-fake emailage emailspam emailz emkei facebook-email fake-mail fakeinbox foreskin free-email freemails get-mail getairmail getnowtoday
hot-mail hushmail indomina kadokawa login-email maildrop mailjunk mandraghen nmail nomail oing predatorrat remail riski safaat sonshi
spamfighter spamwc sperma stop-my-spam tarzanmail topinrock trash-mail ushijima1129 ver0 vercelli visal168 wmail yordanmail youremail .cfd
12312312312 191117636 aeronyx aetheron androl arcentra auralith avalentra azurien bahlill brevionix brevitron caldrexa chromentis clyvantis
craventry cresvyn cybertemp delvionis dildoe drimex drovantis drovenix dymarent dynarix edudingy elixora elumetra equivara evontra florevia
fyronex glaventra gravexia halionex hymenjj inversiq ipusgo javindra juvanta kalquoris klyverra korvanta kravintis krysentra kyntaris
luminexis lumyrix lunor luxentra luxovira myntora myxentra nexentia nomorix norvanta novyrix obelion omnisent omnivex oniventa openagent
optivex oravantis oravell orwpaztm pawobby plenoryx promyvia pyrosenex quarvex quentavo quixentra quorixia renvotra robothandcook ronger
scook serenith silvaron solenox solquira stravico sylentha synovaris temp-mail test1byali thalarex tidaksuka tilumo tivendra travionex
trinovia trovantis troveniq tshdn ulteriq ultravex velatrix venariq ventrovia vexalor viole virelio voltravia vortalis vystella waventra
weyword xandoria xenloria xenta xirentha xylanta yl66 yondrix yurevia zellatrix zenthara zenthira zephyros zolmiu zypherin zyranova zyvenix
.ch alina-schiesser blip ctos fukurou hackthatbit instaddr lain nanonym owleyes quicksend techblast veryday webtrip .chat ezai .christmas
chsi .church rhalmshouse thurleighchurchestate .ci akfoin.us cumnnm.us fangxiaobai.us fangxiaobai1.us geeksun.us gptmail.us halashao3.us
hongsemeixi.us hripleh.us konigyuan.us linuxgo.us lsirdomain.us mmmo.us mmo.us mysadfjwefwf.us relieve.us uvaul.us ytkj.us
ywiueryweqrwerqsdf.us .cl 147 porsilapongo sin sinfiltro .click 6974 acgn aiaccount aisubpro aisubstore aisupply angiiidayyy capcutpro
chauhuy chautuyen classio clickcore99 ddat0511 eggso epsteinisland f2b f2d f2e fastnodo ghvv gmaill graphicedge graphiclean hookmono
hotsmial huychau huytuyen itsedit mailx messibucu novasub primalhigh sendokai shaguaaini tamthomca tilvex trangiabao tuyenchau tuyenhuy v2v
vextora voerpemww voltr yellofdf2 yshdnhh .cloud alightmotion amiyah ayag binancepools cryptoavalonsolhub dshfjdafd flatimostore gmaillive
hcypku hitbtcpool inlook jsnc linlin maohe miros panlix polysolextcoin slushpools sysout tocuda zzaidah .club amail banit bestoption25 cars2
cmail coinlink cutout cyber-innovation duck2 eatmea2z firemailbox fuckme69 givememail goomail icemail locanto1 locantowsite mail22
makemenaughty poopiebutt reality-concept satisfyme shopy theroyalweb travelovelinka wazabi wmail zxrey .cn 0cd 3jf 80fight 98104 ax05 b20nn6
biubiuwholeworld ccxiao choner codinggo dztyhd fdpbnzx haida-edu heycmm ibmdoors.com ilcvn jzlvoei ldkll lemonkk lovecv lyxhzz.com mmyuu
primtech qytechs resumeforest roroki rxs9 sad23321adja skygazer42 sohus svip520 tempmail umiudi wmksuhd yc08 yszmy zauxpbp zhaoyuanedu
zxqzin .co anversa.com betr bione cashflow35 clickdeal emailna hotprice investore jualakunfb jualfb landmail lastmail leetmail mail-hosting
mailku mailmagnet mailna moakt mr24 ovomail premigu realmail smartemailbox teamtitan tempmail testore tokem tokobibit xagloo zain.com .codes
gardu ryuu waguriagent .com 0-mail 000000000000000.theworkpc 00jac 027168 062e 0clickemail 0nelce 1-mintue-mail.ddnsgeek 1-tm 10-minute-mail
100likers 10mail 10minemail 10minutemail 10minutemailbox 10minutesmail 10x9 11163 123-m 123clone 12houremail 12minutemail 12storage
140unichars 15qm 191mariobet 1blackmoon 1chuan 1clck2 1secmail 1st-forms 1sworld 1t-mail 1usemail 1zhuan 20030310 2048unblocked 20minutemail
20minutesmail 21cn 2200freefonts 24faw 24hinbox 24hourmail 25u 2anom 2odem 2prong 30minutemail 30wave 3202 365boxmail 36ru 3d-painting 3dkai
3fdn 3l6 3littlemiracles 4057 48dz 4nextmail 4pu 4warding 52mails 5gramos 5semail 5x25 5y.loseyourip 5ymail 60minutemail 668fmail 675hosting
67899vip 681mail 6paq 6url 75hosting 7days-printing 7novels 7tags 80665 8127ep 816qs 8d7kh 912684.abrdns 94an 99 99cows 99experts a7996
aa5zy64 aabkmail aakkmail abakiss abatido abevw aboodbab abusultann abyis abyssmail academiccommunity acanok acc1s accclone acedby acg-news
acgnnews acrossgracealley acucre addictingtrailers addmails adfskj adn3t adobeccepdm adroh adsensekorea advantageyoungpeople advantimo
advitise adwaterandstir aecmedya aegde aeonpsi afarek afrobacon aftercorporation ag77brc.ddnsfree agedmail agiuse agmbowie ahavaexperience
ahmedkhlef ahvin ai100999 aiapes.publicvm aikunkun ailicke aineapi air2token aircourriel airhemp airychen aiworldx aixnv ak02fca.loseyourip
akapost akbip akerd akgq701 akirapowered akugu akunlama alarafoundation albill alfaceti alienware13 aligamel alilot alisaol alisongamel
alisree alivance alldirectbuy allemojikeyboard allreview4u allwebemails almatips alosp alreval altmails aluimport alvaxio amail amail1
ameady amelabs americancivichub amilegit aminating amiriindustries ampsylike anappfor anappthat anarac anhiqojkaq1.abrdns anhvip9999
animesos aniross annnekkk anogz anonymbox anonymousness anquandx ansibleemail anthony-junkmail antireg anyalias anypng anywebmail aoeuhtns
aokkad aokkas ap535fu.ddnsfree apexnovaser aphlog apkmd apocaw appixie appzily aprte aqilakomputer arcadein arenahiveai armyspy arrabyte
arroisijewellery artleoncommunications artman-conception arxxwalls asaption ashleyandrew asimarif ask-mail asleepity asorent asurad
atlasimple atnextmail attnetwork aubady augmentationtechnology auth2fa autofixmax autorobotica autotwollow autowb autoxugiare available-home
averdov avq69cb.loseyourip avtolev awesome47 awgarstone awsoo axon7zte azcomputerworks azzancoffee b0h748o.kozow b1of96u b1tvjn3.loseyourip
b3j72kr.theworkpc backilnge bacteroidmail badoop baechecker baidoxe bakultelo balaket balawo banancaocap bandtoo banhang14 bankinnepal
barooko barryogorman baselogicroute basepathgrid basketrise bauwerke-online baybabes bazaaboom bbitf bbitj bbitq bbmailku bbroot bcaoo bcooq
bdgstr bdshar beaconmessenger bearsarefuzzy beddly beefmilk beelsil beganment begemail begfax1.loseyourip belgianairways belljonestax
beluckygame benphim benshelf bepureme berkahfb berkahjayashope berwie best-john-boats best-temp-mail bestchoiceusedcar bestlistbase
bestparadize bestsoundeffects besttempmail betacinder betatensor betteryoutime bflcafe bgtmail bheps bidourlnks bigstring bin-ich binafex
binech binich binkmail binnary biojuris bipochub bitmah bitmens bittnex biyug bizisstance blenched blendlog blenro blobapps block521
blondemorkin blondmail bltiwd bluewerks bmoar bncinema bnote bobmurchison boerakemail bofthew boofx bookthemmore boom.publicvm bootssl
boranora borged bosakun botgetlink boukshilf bouncr bowlfuel boximail boxmach boxmail1 boyaga bpotogo breaite breakthru brefmail
briggsmarcus broadbandninja brokenion brothershaircut bspooky bst-72 btb-notes btcmod btsblock budaya-tionghoa budayationghoa buffemail
bugfoo bugmenever bugmenot buhf95r.ddnsfree bukanimers bukatv8 bukhariansiddur bulrushpress bultoc bumpymail bunchofidiots bunsenhoneydew
burangir businessbackend businesssuccessislifesuccess bussitussi buy-blog buymoreplays buyusdomain buzzcluby bwmyga byagu byconf byebyemail
byespm bytedigi bytonf bznrehk.giize bzvrxf8.ooguy c51vsgq caainpt cafesui caftee californiafitnessdeals cameltok cameraity candassociates
cangcud cantozil canvect capitalistdilemma care-breath caregradeguard carsencyclopedia cashflow35 casualdx catsredeem cazlg cbair cbsbada
cc8c1bd6.abrdns cckuy ccsuncare cctoolz cdfaq cdnmia cdnripple cellurl cengrop centermail certificenter certve cetpass cggup chahcyrans
chaichuang chaineor chamconnho chansd chantellegribbon chaocosen chapsmail chasefreedomactivate chatich chatworkstation chaublog
chefalicious chessgameland chessgamingworld chestcloudx chewydonut chickenkiller chielo childrenth chilkat chinamkm chithinh chogmail
choicemail1 choichay choigi chong-mail chophim chosenx chotgo chumpstakingdumps chupanhcuoidep cigar-auctions cimario civikli ckiso claimab
classesmail claudd clearhabitpath clfapqg.theworkpc click-email clixser clockemail cloneemail clonehv clonekhoe clonemailsieure clonenpa
clonetrust cloud-temp clowmail clrmail clx0vq5.kozow cmail cmdkl cmhvzylmfc cnamed cndps cneemail cnieux cnoilpress coasah cocovpn
code-gmail codeandscotch coderdir codivide coffeeazzan coffeejadore coffeetimer24 cogsapb.ddnsfree coieo colabeta colaname colorcastmail
colurmish cometclear comfythings completegolfswing confmin connho consumerriot contbay corbyrise coreclip cosdas cosmorph cosoinan cotasen
cotigz courrieltemporaire cousinment cqwbn crankhole crazymailing creative.publicvm crepeau12 creteanu crgjw3a.giize cringemonster
crossmailjet crossroadsmail crunchcompass crusthost crybio cryptogmail cslua cspaus cszbl cubene cubiclink cucadas cuendita cuoly
cuongaquarium cupbest currentmail cutradition cutsup cxwet cycinst d1yun daabox dacoolest daemonixgames daemsteam daerdy daily-email
dailynove dailynutria daimuedu daintly damnthespam dandikmail daouse dardr darkharvestfilms dash-pads dataarca datadudi datapinacle datarca
datum2 daugr davidlcreative dawin daymailonline dayrep dboso dbunker dcctb dcemail dd2car ddcrew ddsdg34.abrdns dea-21olympic deadaddress
deadspam deagot dealja dealrek deapad decep decodewp decornido deenur deepconverts deepyinc defomail dehaopay deinbox delaeb delayload
delivrmail delorex deltajohnsons deluxmail denipl dentaguardmouthguard deornaumail desertsundesigns desoz despammed devbike developermail
devnullmail deyom dhnow dialogus diapaulpainting dichvuxe24h dicopto diddyricky diemhenvn diginey digital-message digitalmariachis
digitalsanctuary dildosfromspace dim-coin dimalk dingbone diolang disaq discardmail discos4 dishcatfish disign-revelation disposableaddress
disposableemailaddresses disposableinbox disposablemails disposeamail disposemail disposemymail disposly dispostable divermail diwaq dizigg
dmxs8 dndent dnsclick doanart doantotnghiep docbao7 dodgeit dodgit dodsi dogmrp doiea dolofan domozmail donebyngle dongqing365 dontreg
dontsleep404 donusumekatil doobb doojazz doreact dotapodemail dotmsg dotslashrage douchelounge downloadigpost dp76 dpptd draughtier drdrb
dreameg drewzen dripzgaming drivetagdev dropinboxes dropjar droplar dropons drowblock drugsellers dsiay dsitip dspwebservices dubokutv
duckyoursick dudmail dugmail duidir duk33 dukedish dulich360 dulich84 dulichdatlanh dumalu dumpandjunk dumpyemail durandinterstellar
duskmail dusrui dustinry duvips dvdpit dwarfmining dwseal dyceroprojects dygovil e-mail e-record e-tomarigi e4ward eanok easy-trash-mail
easygbd easyhomefit easytrashmail ebbob eby9h2m.giize ecallheandi eckpcin.giize ecoverseworld ecstor edgepodlab edgetopgrid
edinburgh-airporthotels edmondventures edumaili eelmail eelraodo een4dnt.ooguy eewmaop effobe egg5233 eggsuwz.ooguy eggur egvoo egzones
einrot eiveg elafans electrochillplanet electrolabx elerso elitevipatlantamodels eljawir elobits elygifts email-68 email-fake email-lab
email-temp email60 email84 emailasia1 emailate emailcoffeehouse emailfake emailias emailinfive emailisvalid emailjps emailkp emaillime
emailmiser emailnator emailnax emailondeck emailproxsy emailracc emailresort emailrod emailsecurer emailsensei emailtemporanea emailtik
emailtmp emailuae emailviet emailwarden emailxfer emalupe emaxasp embekhoe emeraldwebmail emlhot emlhub emlpro emltmp empva1 empva11 emstjzh
emziegz enayu endingimpunity endob enotj enspinner enterto envy17 eoopy eosada eoslux eoutrbl ep77 epaco9t.loseyourip epetsoft erahods
ereplyzy esadverse escapehatchapp esemay esgeneri eshimod esiix esprity esterace estrowebservices etenx etquakemultimedia etramay etranquil
etubemail euaqa euleina eulercraft eurokool euucn eveav evilcomputer evnft evomiserver evopo evusd evvgo evyush ewebrus exahut exbts
exclussi exdonuts exelica exespay exhaycle exitbit exmab explodemail expltain extracurricularsociety extraku extrset exweme eycfhb eyepaste
eynlong ezehe ezfill ezimb ezonemail ezstest ezua ezztt f4wxmpu.kozow f5p0y90.ooguy f5v7u9a.ddnsfree fabaos fadingemail failbone faithkills
faizasoft fake-box fakedemail fakeinbox fakeinformation fakemailgenerator fakemailz falconryadventurecentreofeducation fallinhay famamail
fammix fandoe fangoh fanicle fantastu fantatua fanymail fanzher fastacura fastchevy fastchrysler fastestflex fastkawasaki fastmazda
fastmitsubishi fastnissan fastsearcher fastsubaru fastsuzuki fasttoyota fastyamaha fatebd fatflap faxico faxzu faybetsy fbhotro fbins001mail
fbins607 fboxmail fbviamail fdfdsfds featcore feelmyheartwithsong femailtor feralrex ferdomnermail feriwor feroxid fettometern fexpost
fextemp fiallaspares fibmail fictionsite fidhost fightallspam figjs figshot figurescoin filbert4u filberts4u file2drive filetodrive filzmail
finacenter findize fingso fitbloomlab fivermail fizmail fkainc flameoflovedegree flavourity flexvio flosek flowu flurred flyovertrees
flyspam flywaverun fmuss footard forbmmend foreastate forecastertests forexru forexzig forgetmail formodapk foxja fpgrabber frapmail
frederictonlawyer freebabysittercam freeblackbootytube freefattymovies freeplumpervideos freeschoolgirlvids freesistercam freesourcecodes
freeteenbums friendsofbram frwdmail fsitip fthcapital fuckedupload fuckingduh fucklinuxdo fudgerub fudier fuirio fukaru fulvie fumemail
fun4k fun64 fundapk fundproceed funnycodesnippets funnylolcap funnymail.abrdns funteka fusioninbox futuramind fuwamofu fux0ringduh
fviadropinbox fviainboxes fviamail fvz7wvh.ddnsfree fxavaj fxnxs fxtubes fxzig g0pg02x.theworkpc g14l71lb g947lzu.kozow gakhum gamebcs
gamegregious gamepec gamgling garizo garliclife garrymccooey gassmail gasuda gav0 gavrom gawab gaxetovemail gebrauchtwarencenter geekforex
gemapan generator1email gentleinfopath genzmaile genzotp genztrang geronra get1mail getai-hub getairmail getasail getbloomdata geteit
getgptcode getmail1 getmule getnada getonemail getsimpleemail gexik ggoop69.kozow ggrainn ggu6ctm.ooguy ggxhunter gholar giaiphapmuasam
gifto12 gimbmail gimpmail giodaingan giratex girlsindetention girlsundertheinfluence gishpuppy gislinghamsilverband
github-com-disposable-email-domains.loseyourip givmail gixenmixen gkyd3vu.loseyourip globalbizflow globaltouron glorylandconnections glubex
glucosegrin gmail-xsniper gmaillk gmailot gmailxsn gmeenramy gmells gmial gnctr-calgary gni8 godfare godulygmail goemailgo goeschman
gohivezone goldenmagpies golemico gongjua gonida goonby gorillaswithdirtyarmpits gosarlar gotmail gowcp gowikibooks gowikicampus gowikicars
gowikifilms gowikigames gowikimusic gowikinetwork gowikitravel gowikitv gracetvglobal grandmamail grandmasmail grassdev greencafe24
greendike greenhousemail greensloth greggamel gregorygamel groklan groupbuff guanshuyun gudanglowongan gudri guerillamail guerillamailblock
guerrillamail guerrillamailblock gufacoding gufum gustr guysmail gxybkq6.theworkpc gyan-netra gyknife gzeos h0tmaii h2beta haben-wir
habenwir habitnestguide hacccc hahawrong haibabon hailu.publicvm haltospam handrik hanha.kozow happiseektest happy2023year happy9toy
harakirimail haribu hawrong haydoo hazelnut4u hazelnuts4u heathenhammer heathenhero hebase heheee heirfoundation helloricky heros3 hetzez
hezll hh7f hiddentragedy hideam hidevak hidzz higogoya hikuhu hilmipremindo hilostar hiltonvr him6 histartool hldrive hlkes hmamail
hoanggiaanh hochsitze hohohim hoichvu.ddnsfree homewiseleaf homvela honor-8 hook2ad hopesx horizonspost hormails hornhorizon host1s
hostcalls hostlaba hotelplazer hotlinkimg hotmai hotmailproduct hotmailtrusted hotmial hotpop hotrokh housat hpari hpj4l28.loseyourip hqpdf
hta.publicvm hthlm hualabtech huangniu8 hubglee hudisk huizk humaility hungpackage hunnur huongdanfb hutudns hwax4h4.giize hwqmh2g.ddnsfree
hypenated-domain i-dork i2bgmail iaoss ibmdoors ibolinva ibymail icantbelieveineedtoexplainthisshit icloulb icmans iconmal icotz icousd
icubik icznn ideuse idns7v8.ooguy idx4 idxue iencm iffymedia ifoxdd ignoremail ihc3znb.theworkpc ikewe ikomail ikuromi illistnoise illnessth
illubd iloveion ilovespam ilyx7j5.theworkpc im5z imaanpharmacy imailt imashr imfaya img-free imgof imnart imperialcnk importemail imstations
in2reach inactivemachine inboxalias inboxbear inboxclean inboxkitten inboxorigin inboxproxy inclusiveprogress incognitomail incq inctart
inderpalsandhu indevgo index-mail indieclad indigobook infobuzzsite infolinewest inilogic inkiny inkomail inpwa inreur
insanumingeniumhomebrew inshuan instance-email instantemailaddress instrete intady internetkeno internetoftags intersteller intobx intopwa
introex inwagit ionolenonos iozak ipaddressforme ipxwan irabops iridales irish2me irishspringrealty iroid ironbrookco irpine isdaq isfew
ishop2k isosq ist-hier isukrainestillacountry italy-mail itaolo itcompu itmj3po.ddnsfree itquoted itsbds itsjiff itspid
itunesgiftcodegenerator iubridge iupo219.ddnsfree iwatermail iwx4k98.theworkpc ixaks ixhale ixunbo iysqv izhowto jabmag jafps jagomail
jailbreakeverything jajxz jakemsr jamyjmkqdsc janproz japnc jaqis jarszone jasminesports javadmin javaemail jbsze jc58t04.kozow jcnorris
jdmadventures jellyrolls jeoce jessitrust jetable jgkcr jibbo01 jieluv jincer jinkeyun jiooq jioso jjice jkotypc jnwexkd.giize jnxjn
jobbrett jobscai jobzyy joelpet joetestalot jofuso jopho jourrapide joywavepoint jp-ml jrhmail jsifh5i.kozow jsncos jsrsolutions jualakun
jungkamushukum junk1e just-email justdefinition juyouxi jxpomup k4money kabamail kabarr kabinbilla kademen kakao-mail kakator kamsg
kanonmail kantclass kaoing kaovo kaptencpl karenkey kariplan kartvelo kasmail kaspop katztube kayilo kaynlab kcoporation kee40vq.ddnsfree
keecs keepmymail kekita kelenson kellychibale-researchgroup-uct kemptvillebaseball kenfern kenhbanme kenvanharen kepkat kerotu khaibn
khtextile kiani kidaroa kiecchn kierko killmail killyourtime kimdyn kimsdisk kindamail kiois kisoq kissgy kisstwink kitnastar kjkszpjcompany
kkoup klassmaster klipschx12 kloap klovenode kludgemush klzlk kmail123 kmhow knilok knmcadibav knowledgemd kobrandly kodpan koletter kon42
konican konterkulo kopagas kosmetik-obatkuat kpooa kqhmln6.theworkpc kruay kuhrap kulmeo kuromee kvhrr kvhrs kvhrw kwifa kynninc kyois
kyx9sgz.loseyourip kzccv l2rrz31.ddnsfree l6factors laafd labananmakmur lacedmail lakelivingstonrealestate lakqs lamasticots laoeq laoia
lapakqu laptoplonghai larisia larland lashyd lastmail lawlita laymro lazerbade lazyinbox ldofy2e.ooguy ldop ldtp leadwizzer leechchannel
legendaryseller lenovog4 leopik lerany lerbhe lero3 lesobprovermail lettersboxmail letthemeatspam lgxscreen lhsdv liadhene liamcyrus libinit
lifebitsnotes lifebyfood lifetotech lifewiseleaf liggegi ligsb lilspam lindenbaumjapan linkedindiscount linlshe linshiyou liocbrco liondapt
litedrop littsocial lizery lnovic lnwtt loaoa loapq locawin loganister logicfieldzen logicstreak logular lohinja lookugly lordsofts
losemymail lovemeleaveme lowprizo lpfmgmtltd lqkrxvc.loseyourip lr78 lroid lsaar lsereborn lsyx24 lu1mtac.ooguy luckfeed luffygadgets
lukecarriere lumeika lushosa luxudata lxbeta lydir lyfestylecreditsolutions lzoaq maboard mac-24 machen-wir macr2 macromaid magamail
mail-filter mail-owl mail-share mail-temporaire mail-tester mail10m mail12h mail333 mail4qa mail4trash mail707 mail72 mailback mailbai
mailbali mailbidon mailbiscuit mailblocks mailbox49 mailcatch mailchop mailcker maildx maileater maileme101 mailexpire mailf5 mailfall
mailfirefly mailforspam mailfreeonline mailfs mailgutter mailhazard mailhex mailimate mailin8r mailinatar mailinater mailinator mailinator0
mailinator1 mailinator2 mailinator3 mailinator4 mailinator5 mailinator6 mailinator7 mailinator8 mailinator9 mailincubator mailisia
mailismagic mailmate mailme24 mailmetrash mailmoat mailmoth mailms mailnada mailnator mailnesia mailnull mailnuo mailonaut mailorc mailphu
mailpluss mailpooch mailpoof mailproxsy mailpts mailpull mailquack mailsac mailsbay mailscrap mailshan mailshell mailshiv mailshou mailshun
mailsiphon mailslapping mailslite mailslurp mailtechx mailtecom mailtemporaire mailtothis mailtraps mailtub mailzilla makemetheking
makertrial malayalamdtp mamabood manifestgenerator mannawo mansiondev mapsguy marineso markmurfin martenson-mail.ooguy
martenson-mail.theworkpc matjoa matmayer maxresistance maxseeding maxturns mc088ue.loseyourip mciek meantinc mechanicalresumes
mechanicspedia medevsa mediaholy mediseat meidecn meikeya meituy meltedbrownies meltmail meltp memeazon meonvr merepost merumart metalunits
metaorbitx mexvat mfunza mfxis miaferrari mianfeibuluo miauj midcoastcustoms midcoastsolutions mideastlens mideastview midiharmonica
midlertidig mierdamail migumail mihep mikfarm mikrotikvietnam mikrotikvn mikrotikx minefieldmail minhquang2000 minsmail mintemail
minuteafter minuteinbox mitrabisa miucce miwacle mkeya mkpfilm mkzaso mliok mmaily moakt moburl mockmyid modirosa mohmal mokook molms
monopacket monumentmail moondyal moonfee moonwake mooo moreawesomethanyou moreorcs morsin moruzza mowline mozej mp3oxi mrotzis mrvpt msarra
msgos mspeciosa msqatl msssg msxd mt2009 mt2014 mt2015 mtmdev muadaingan muareview muathegame muchomail mucincanon mudahmaxwin muellemail
muellmail mugadget multicorse muncloud muonwhila muralin-aja mutudev mvpmedix mvrht mxclip mxfuel mxvia my10minutemail mycreativeinbox
myemailboxy myfxspot myhosrn.servehalflife myinfoinc mykickassideas mymail90 mymailoasis mynes myopang myphantomemail myspaceinc
myspacepimpedup myspamless mystvpn mytempemail mytempmail mytrashmail myweblaw myzx mzico n24n8x9.giize na-cat na3qxuk.kozow nabomail nabuma
namewok naniniva naobk narrowment nashapoultryshop nationalgardeningclub natuanal nautonk navalcadets naverapp naverly naylonksosmed
naymedia nazisat nbmbb nbzmr ncien neatdaynote necub negated neghtlefi neomailbox neowd nepwk nesopf nespf nespj nespressopixie nestlynotes
net1mail netfxd netmails netoiu netviewer-france nevanata newaddr newbreedapps nextstopvalhalla nextsuns nezid nezzart nguyendanhkietisocial
nguyenlieu24h nguyentinhblog nguyenusedcars nhmi1 nhmvn nhotv nice-4u nicebad niceminute nick-ao nickmxh nicknassar nightorb nimbacharity
nincsmail ninepacman niprack nlpdy8m.ooguy nm123 nnh nnnetworks no-ux noblepioneer nobugmail nobulk nobuma noc5yva.theworkpc noclickemail
nodezine noicd noizonicfoundation nokdot nokiamail nolettersbox nomail2me nomomail nomorespamemails nongnue noopmail noproposal norseforce
northsixty notboxletters notipr notlettersmail notmailinator notrnailinator novaemail nowmymail nowtopzen noyavip nproxi nqmo nrehi nriza
nrlord nsvpn nsyncxy nthrl nu9233b.theworkpc nubescontrol nuknjkv.ooguy nuoifb nuts2trade nv6ei2v.kozow nvhrw nwldx nwytg ny7u9qr.kozow
nyasan nyfhk nygren-realty nygrenrealty nypato nyrmusic o2y50o5.loseyourip o326lav.kozow oakon oalsp obfusko objectmail obobbo
obxpestcontrol octovie oczt15m.kozow odaymail odeask odem oepia ofanda officecombine okcdeals okclprojects okhko okiae okzk oldao omarnasrrr
omgheels omkiujk.ddnsgeek omtecha onbap one-ml onekisspresave onelettersmail onemuou oneoffemail oneoffmail onetm-ml onewaymail onheb
onionred onlinecmail onmailflare onqin ontasa oohioo oolus oosln opayq opemails openavz opentrash opp24 opportunity-africa opwebw oranek
orbitxhive orbixacoa ordite oreidresume orimassage oronny orsbap ortogenmail oskarstalbergcitygenerator ospirun ostahie ostinmail osxofulk
otherinbox otpku ouchcloud ourklips ourpreviewdomain outlawspam ovbest owdrcro.giize owlpic owube oxopoha oynsuxe.ooguy ozatvn ozsaip
p0dl9ik.giize p71ce1m pa9e pachilly packiu paliospiti pamaweb pancakemail paplease parsitv passeone past-line pastebitch pastryofistanbul
patity patonce pavilionx2 paxlys paylaar payperex2 payspun pazard pazuric pbrg4fb.ooguy pckage pdf-cutter pdood pecinan pepamail pepbot
percyfx pertera peterdethier petloca phamay phanmembanhang24h phctool philipdowney phimib photobrex phucmmo phuongnhicare phuotngay phyones
physcroenmail pickuplanet picturehostel pigeonprotocol pimpedupmyspace pingir pippoc pisls pixdd pixiil pizzajunk pjjkp placebomail10
plainhomehub plexfirm ploae ploncy pngrise pofmagic pokiemobile pooae pookmail pooo.ooguy popcornfarm7 popcornfly popesodomy popgx poplk
porjoton portaltrendsarena posdz postacin poutineyourface powerencry powerscrews powlearn pox2 pp7rvv pp9vdr0.ddnsfree ppetw pptrvv pqoia
pratikmail premiapp pretreer pricegh primejetnet prisonity privy-mail priyo-mail priyor priyp pro5g procrackers prohade projectcl promailt
propscore prorises protempmail protonza proveity proxyparking prtnx prtshr psles psnator psoxs ptncereio ptsculure puabook puglieisi punkass
punkproof purmuttad pursip pusmail pussport putthisinyourspamdatabase pwpwa pwrby pxlys pyskillsgame q06htej.ddnsfree q0y5ffo.kozow
q7qipaa.kozow qabq qacmjeq qaondqs.loseyourip qasti qazaxmj.theworkpc qejjyl qeurtor qexvhz qhgs qiott qisdo qisoa qiuvision qjwlaaa.giize
qmrbe qodiq qoika qopow qrt8e6v.ddnsfree qrxs6eh.giize qrzzq7z.ooguy qtum-ico quadrafit questtechsystems quickinbox quipas ququb qvmao
qwickmail qzueos r8cri1k.theworkpc rabitex racaho rackabzar racovor radioastronomynet raetp9 rajaiblis raleigh-construction ramcen ramizan
rapplo raqid raxtest rayrayactive razemail razeny razuz rc38643.ddnsfree rcasd re-gister reallymymail realquickemail reapsa receiveee
recipeforfailure reconmail redbiodiesel redfeathercrow redproxies refblogs regapts regbypass reimondo rejectmail rekaer reliable-mail
remahankerupuk rentaen renydox replyloop reportfresh reptilegenetics resmso restorationchurchtv rewermail rexabot reymaticx rezato
rgwdomb.theworkpc rhyta rinseart rippb risingsuntouch riwutz-gmail rjzh8vf.giize rklips rkomo rm2rf rnailinator robertspcrepair roborena
robot-mail robustq rodhazlitt ronete roratu rotaniliam rotomails rouflav routerboardvietnam rowdydow rowe-solutions roweryo royandk roybl
rppkn rsvhr rteet rtrtr rulersonline rumgel runlop6.ooguy rupayamail rustydoor rustyload ruutukf rvneous rwstatus rxinai ryuucn s33db0x
s3cmt5w.kozow s8gz4ay.kozow sabrestlouis sackboii saeoil sagametour saharanightstempe sajutadollars sakoonthroughcancer
samaritanfamilyfoundation samsung-gmail sandwhichvideo sanfinder sanstr sappisi sarawakreport satukosong sausen save4now savemydinar savests
say0 saynotospams sayverfox scatmail scatterteam schachrol scottni scpulse scrsot sdi5mon.ooguy sdvft sdvgeft sdvrecft search4gpt
sedekah-mudah seduck seekapps seekjobs4u selaciptama selfdestructingmail selltub sendingspecialflyers sendo.giize sendspamhere
senseless-entertainment sentra-premium seosnaps seqerc services391 setxko sevopay sexforswingers sexical sfolkar sgatra sharkfaces
sharklasers sheinup sherazhaider sheryli shhmail shieldedmail shieldemail shiftmail shiita12 shipfromto shipping-regulations shiptudo
shmeriously shopaccmmo shopbantkclone shopempva11 shopprimeaccounts shopxda shrib shuelder siap-sepuh siberpay siby9w6.loseyourip sicmg
sidement sify signalxp sika3 sikux silenceofthespam sim-sppg simaenaga sind-hier sind-wir sindhier sindwir singlespride sinorto siteinfox
sixoplus sizzlemctwizzle sjuaq skeefmail skingkong skrak sky-inbox skygazerhub skytopway slapsfromlastnight slimirin slopsbox slotbeer
slushmail sluteen smailpro smailwork smapfree24 smartnator smarttickethub smellfear smellrear smeux smkanba smncloud smtp99 smykwb snakebutt
snakemail snapbx snapwet snece sociallymediocre soco7 socoori sofimail sofrge softdailyguide softlitceg sogetthis soioa soisz solarnyx
somelora somoj songsign sonl192.theworkpc sonphuongthinh sonrusu soodmail soodomail soodonims soombo soul-association sozenit spacehotline
spam-be-gone spamarrest spamavert spambob spambog spambooger spamcero spamcorptastic spamcowboy spamday spamex spamfellas spamfree24
spamherelots spamhereplease spamhole spamify spaml spammotel spamobox spamsandwich spamslicer spamsphere spamspot spamthisplease spamtrail
sparkletoc speak2all spicysoda spikio spindl-e splitparents sportrid spotlightdiary spruzme spymail srame sroff ss0qw9a.ddnsfree ssoia
stanfordujjain starnlink startfu startkeys statdvr statiix steadyhabithub steam-coin sterlingpointco stexsy stonesinwater stop-my-spam
storebanme storj99 streetwisemail stromox stuckmail studio.publicvm stufmail stumpfwerk suarj submic submitreports substoretools
suburbanthug suckmyd sueshaw suexamplesb suftwari suhasmedam suioe sumberakun suntuy superblohey supergreatmail superplatyna superrito
superyp supplementsdiary supporttc surbitonnewlifebaptist svetims svip888888888 swagpapa swi4jut.ddnsfree swift10minutemail swsdz
syecna9.ooguy syinxun sylvannet symphonyresume synarca syncax sz345p7.loseyourip szerz t15ippy.giize t2d9n0j.ooguy t7sqtao.giize
t8xieb2.kozow tafmail tafnsxo.ooguy taglead tagmymedia tagyourself taimb taischaves talemarketing talkinator talmetry tamttts tanlanav
taobudao tapchicuoihoi taphear tartinemoi tastmemail tastrg tatadidi taugr taukah taxibmt tbgroupconsultants tcwlm tcwlx tdtda tech69
techemail teerest teihu telegmail teleworm teliedge telvetto temailz temp-mail temp-mails temp.skymeshdynamics tempail tempalias
tempblockchain tempe-mail tempemail tempemailgen tempemaill tempestme tempinbox tempmail101 tempmail2 tempmail5 tempmaildemo tempmailer
tempmailo tempmailr tempmailto temporam temporarly temporaryforwarding temporaryinbox temporarymailaddress tempp-mails tempsky temptami
tempymail tenull testudine tevstart tffv4a3.kozow tgduck thanhnhontienbao thankyou2010 thaotri the23app theaviors thebearshark
thecarinformation thechildrensfocus thecloudindex theeyeoftruth thejoker5 thelimestones themegreview themostemail thescrappermovie
theshahnazfoundation thespamfather thichanthit thichmmo thiefness thirifara thisisnotmyrealemail thnikka thodianamdu thraml thrma throam
thrott throwam throwawayemailaddress throwawaymail throya thrubay thuongxg thxmate tiapz tidissajiiu tidylifehub tiendadezapasok tiffincrane
tikanony tiktakgrab tiktakgrabber tiktokngon tilien timgiarevn timkassouf tinhoconline tinpho tinyurl24 tipsb titangamezz titenpa tizi
tkfb24h tmail tmail3 tmail6 tmail9 tmailinator tmailor tmpemails tmpeml tmpmailtor tmpx.sa tmxttvmail tnbeta toaik toddsbighug tofeat toiea
token0v0 tonaeto tonymanso tools-capcut topdatamaster topmail2 topofertasdehoy toprumours tospage tosunkaya totalvista totesmail tourcc
tozya tp-qa-mail tpwlb tqoai tqosi trackden tranceversal tranhtai translateid traodoinick traogiai trash-amil trash-mail trash-me trash2009
trash2010 trash2011 trashcanmail trashdevil trashinbox trashmail trashmailer trashmails trashymail trasz travelistaworld trayna trbvm trbvn
trbvo trevourus trgfu trillianpro triots trolebrotmail trollproject tropovenamail trungmetax trungtamtoeic truthfinderlogin tryalert tryzoe
tsderp tshirtsavvy ttpo89japan tualias tuamaeaquelaursa tubeemail tulw6ae.ooguy tunthuta tuofs tupmail turkeyth turnimon turoid turual
turuma tvchd tverya twoweirdtricks tx1ggv4.theworkpc txcct txtadvertise tyldd uacro uber-mail uberip ubinert udingclin uemail99 ufacturing
ufokeuabmail uggsrock uguuchantele uhe2 uiemail undeadbank underseagolf unfairship unicodeworld unids uniromax unit7lahaina unlikeyth
unratito uooos uorak upliftnow uplipht uploadnolimit urhen uroid usdtbeta usefulbriefing ustorp usus.ddnsfree uyhip v1jhjrc.giize
v6omlz6.giize vafyxh valanides valhalladev vasteron vbgvd vcois vctel vddaz vdig veanlo veb37 veltexline venompen verdejo vertexinbox
veruvercomail veryrealemail vibertees victoriaalison victoriantwins vidchart videoigdownload videotoptop viditag vidwobox vietxf
viewcastmedia viewmuse vigoneo vikingsonly vinaemail vinakoop vinakop vinernet vintomaper vipepe viralplays virgilian visignal vitahicks
vitaspherelife vitrineproducoes viv2 vividtipzone vixletdev vixtricks vjuum vkr1 vlemi vlrregulatory vmani vmpanda vn-one vnvmail
vnxdxpf.loseyourip voidbay volaj voltaer vomoto voryxen voxelcore vpnseat vps30 vps79 vradportal vrjxk vrmtr vsimcard vsmailpro vssms vubby
vusra vvatxiy vwhins vxsolar vztc w154ed2.giize wacold waisfoundation waitbeqa waivey wakingupesther wallm wanaofamouscar waroengin
waroengkuy waroengmail waroengpremium warunkto watch-harry-potter watchironman3onlinefreefullmovie waterisgone watersoftenersystemcost watrf
watsawang weaxymt.loseyourip web2mailco webcamness webinarmoa webmailus webofip webscash weekfly wegwerfemail wegwerfemailadresse
weiruipingji weizixu wejedvv.giize wekawa welikecookies wellsfargocomcardholders wenkuu wentcity wenyuanshe wetrainbayarea wg0 whaaaaaaaaaat
whatagarbage whatiaas whatifanalytics whatpaas whatsaas whitehousecalculator whopy wibblesmith wiemei wifimaple wifioak wikfee wilemail
willselfdestruct wimsg winocs wir-sind wireconnected wivstore wlsom wnbaldwy wokcy woopros workhorsefilms workingtall wpdork wralawfirm
wrgee wronghead wsypc wupics wuuvo wuzak wvyt851.ddnsfree wwc8 wwjmp wyoxafp wywnxa wzjpj wzjyyds wzofit x1ix x24 x8nxh3g.theworkpc xagloo
xbrok xcompress xcoxc xcp3iiv.ooguy xcpy xemaps xemne xen-bypass xents xfavaj xidealx xiiqtg xikemail xingmeisofa xjoi xkxkud xmailtm xmaily
xn--9kq967o xn--ai-ry2ck37oorv xn--o38h.abrdns xn--yaho-sqa xo00wda.loseyourip xojxe xperiae5 xsnipersquad xxi2 xxqx3802 xzsok
y0p8gli.loseyourip y1dk5vk.giize y6jxjln.kozow yaqp yb9ye8c.kozow ycglobalmovement ydscontingencia yenphandinhe ying-ge yiuogmq.loseyourip
ymonthl ynmrealty yogamaven yoggm yogirt yopmail yopmail.loseyourip yopmail.ooguy yopmail.theworkpc you-spam yougotgoated youmailr youpymail
yourdomain yourewronghereswhy yourwiseguide youtube-com-watch-jtpdc8khnpi.gleeze youtube-com-watch-jtpdc8khnpi.loseyourip
youtube-com-watch-jtpdc8khnpi.ooguy youtube-com-watch-jtpdc8khnpi.theworkpc yroid yspend ytnhy ytpayy yugasandrika yuoia yuurok
yykzv53.theworkpc yyqzc8v.giize yzcalo zantrax zasod zcrcd zebins zenbada zenbyul zenthranet zeronerbacomail zeropolly zetmail zevionyx
zfymail zhcne zhewei88 zhorachu zipcad zipcatfish zipsendtest ziragold zizo7 zlqkuzx.ddnsfree zoaxe zoemail zolamin zombie-hive zoomintens
zovion zozozo123 zrufe zsero zudpck zumpul zv68 zvvzuv zxb8bds.loseyourip zxcv zxcvbnm zymuying zyns zzrgg zzz
zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz.loseyourip zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz.ooguy .cool fbb .corsica
meta .cr boun fr .cx cpc ht prc xl .cyou aaago bebed bebel beben bebez burnermail captus fgmail gcpmakerds hulkteam irealiy joymail ke1le
kkkoouy lalayun mailgo mailxyz meng2026 mokondoo olisup opihhushdjn oupul8b1k owo-mailteam shkele skyserver theboys toolsequipment topren
verybigdick vetra xhotmail y4plv yahoox youtube-com-watch-jtpdc8khnpi zexic .cz chalupaurybnicku .date idont kein .day holio .de
000-webmail.myhome-server 000webmail.ddnss 000webmail.dyn-ip24 000webmail.dyn.ddnss 000webmail.dyn.home-webserver 000webmail.dyndns.ddnss
000webmail.dyndns1 000webmail.home-webserver 10minmail 10minutemail 10minutenemail 1pad a-germandu aachendate abusemail affilikingz aleh
ama-trade ama-trans anon-mail anonmails antispam antispam24 antispammail apfelkorps arvato-community awatum b2cmail bizimalem-support
blogtricks bootybay brennendesreich byom candymail cheatmail cnsds comwest crastination curryworld cuvox delikkt der-kombi derkombi
derluxuswagen discardmail dodgemail dontsendmespam dotman doublemail droolingfanboy dropcake dumpmail e-postkasten e3z ebeschlussbuch eeedv
einmalmail einrot eintagsmail emaildienst emailgenerator emailgo emailigo emailto fansworldwide fantasymail ficken fiifke fivemail fly-ts
funnymail furzauflunge fyii gehensiemirnichtaufdensack geldwaschmaschine getover ghosttexter giantmail grish guerillamail guerrillamail
hartbot hat-geld headstrong hidemail hulapla ieh-mail imgv in-ulm inoutmail instant-mail ironiebehindert jav8 jejes ji5 ji6 ji7 jobdatei
kcrw keinhirn keipino kleinanzeigen-verification knickerbockerban kostenlosemailadresse kurzepost lambsauce mail1a mailaddress mailbox87
mailchannels mailde maildu maileimer mailseal mailtome malahov marrytodo mehr-bitcoin meinspamschutz messagebeamer ministry-of-silly-walks
misterpinball motique mybitti myhochzeitsfilm mynetstore mypartyclip mysamp netzidiot nevermail nonspammer nurfuerspam ohaaa omail oroki
ownsyou ozyl pflege-schoene-haut plexolan politikerclub pride-worldwi privy-mail privymail puppetmail r4nd0m raketenmann ramenmail
riddermark route64 safersignup safetypost sandelf schafmail schrott-email scribito secretemail shitmail showslow sinnlos-mail sky-ts skyrt
smapfree24 smashmail sneakmail sofort-mail sofortmail spamail spambog spamfree24 spaminator spaml spamoff spoofmail spritzzone spybox
squizzy stuffmail sudern super-auswahl superstachel sweetxxx tacomail taymonera temp-mail tempemail tempmail tempmailer temporarily
themailer tkitc tokenmail top101 topranklist trap-mail trash-mail trashdevil trashemail trashemails trashmail trashmailgenerator trialmail
twinmail txen ulm-dsl vankin vevs vpn64 weg-werf-email wegwerf-email-addressen wegwerf-email-adressen wegwerf-email wegwerf-emails
wegwerfadresse wegwerfemail wegwerfmail wegwrfmail whatemi wsym xrap ycare yzm zehnminuten zehnminutenmail zensurpirat .dev 3a88 acqq bb28
boscharena capcutpro dotos gptworkone k-global keepmail lellol mwalshabs naxx pbhak rifqysaputra roguemaster sahildash superti4r youxiang
.digital capcut ispeedtest .directory sytchampton .dj apps zik .dk 418 anonymail d3p lortemail lukop recyclemail zepp .do fft.edu .dog
kurumibnb .ec rma tic .ee jjj .email 10dk 10min 10minute 189 48hr abcmail adios ahem bonobo btc chenbot cs discard ephemeral f1b f2b f2c f2e
f2f freecustom freeinbox generator i2b i2c i2m jaga kinda mdz mytemp nada oiioii one-time purcell reusable slippery t2t techlhj tempmail
tempr tijdelijke v2v wep woofgl .engineer droggo .equipment mydemo .es aelo azulejoslowcost boostme capcvt ease f4k gimme-cooki ginzi gynzi
hecat housereformas ige moot myecho securehost.com servicee spam.org .eu 0box 20email 20mail 20mm abuser adiq andrewclaude badgerland
clipmail cyber-phone disign-concept dispomail fornow freelance-france getmails ginzy ieatspam inoutmail l33r mabox meepsheep michaeladmin
nonspam photo-impact proxymail prtz quillet slowpokerfrance smapfree24 spamfree spamfree24 teleg tempmail veryday webcontact-france wwwnew
ydns yummymeow z0d zebins .fail spammer .faith lovemeet .fashion bbxb bbyb cctc ccwc cczc ddfd ffyf ggxg jjlj jjmj jjxj .fish fliegender
.fit selftrak .fitness mtdalmshouse .foo buyapp rawr .food babyeat coocuuu cood ihnpo magbit .foundation seedcorn .fr 0rg 10minutesmail 1s
1xp andrewclaude avia-tonic c4 cypi diddyricky digi-value ecolo-online email-jetable estate-invest fakemail fast-mail funnylolcap get2mail
hotelplazer instantmail ionolenonos jet-renovation kyriog lazerbade mail-easy mail-temporaire mailtemporaire michaeladmin miistermail monchu
nekochan noreply ozm parisdaily picturehostel ploki premium-mail sehier slowpokerfrance soniot tempomail trashmail used-product web-ideal
wishy yopmail yummymeow zaktouni .fun babyfun bskyx cuaks deepmaster emailgratisan evairo ffps getotp giare i2b iuno mailboxy mailox pricegh
rmmr senyan sliverkeigo snpmail speedlooking tokmail weeline xdfrms xopmail ysgdjd zhizhiwei .fyi ultra .ga 10minutemail 3mail 4mail 5mail
6mail 7mail 8mail bundes-li cross-law deadfake dengekibunko dev-null discard disposable divad email-fake emailage emails emailspam emailz
emkei empireanime eqiluxspam facebook-email fake-mail fakeinbox foreskin free-email freemails freemeil gage get-mail getairmail gsxstring
holl hot-mail junkmail kadokawa kingsq login-email maggotymeat mail0 mailbox52 maildrop mailfree mailjunk matamuasu mp-j nolemail nomail
opmmedia paharpurmim pakadebu predatorrat remail rifkian siliwangi spamfighter spamwc stop-my-spam ternaklele trash-mail ushijima1129 ver0
vercelli visal168 xxhamsterxx yarnpedia youmail .gay cloudflare xeno .gd aidesign.work deisgn-ai.work designhta.work elondonteam.work
goldivis.work mmdesign.work rf .ge mjj.edu .gg jika temp-mail tmail vatos widget .gl uu .gq 10minutemail arurgitu cross-law dengekibunko
dev-null discard email-fake emailage emailspam emailz emkei facebookmail fackme foreskin freemeil getairmail gmail2 hot-mail junkmail
kadokawa kutakbisajauhjauh lellno maildrop mailfree mailinator mailjunk mailme mailpress mgxianlu minimail munoubengoshi predatorrat
spamfighter spamwc syosetu trash-mail trashmail ujijima1129 ushijima1129 ver0 vercelli visal168 yopmail zipo1 .gr tafoi wef .gratis siempre
.gs n8 .gw mail .gy ws .help chundage cxioms egirl gls-info hazmat moldind mopess nianshen09 nianshens xmisom zgg0 .hk 01022 01130 arduino
fir .hm at .homes oxmail .host 4tb dv2 f2c onemail spammy .hu eldobhato-level fleckens jobbikszimpatizans nincsmail pe trashmail .icu 2-b
778891 7xusq8vbim5d47 addadsasd apimi axin05 biweia615 c-pkk covisuki dino dramamixio emailcu fantasy139 fsotl fuk996 gailiuzi geometrics
gett glaviu gmaail hardwork leruvo licccons mailfirst minidmx mmcat muell muratreis oida p-kk2 skyhope666 temp1month theweifamily weekzs
wovoemj1119 xiaoguaishou xib xiwinnie xlcsh xmlab .id 6gdfg.zone agallagher akunlemah.biz alightmotion aokkap.my aprinastore.web botnet.my
capct donemail.my dukunmodern evairo.web exile.my g-mail.biz getmail.my gi-mel.web gmel.biz gmel.my himacreative izunasan.my izunasuite.biz
jamesat.biz jamesat.my jejesfb.biz kathrynis.my kathrynis.web kavio.my ketua lilsuite linkcoll.my linkspo.my mailsa.biz mailsa.my mailyan.my
maskmy meevpo metajaya.biz nyxstores oliespace rosella.my runcubesapps samblogs.zone satorix sewink.my shaceng.biz shaceng.my
smpnegeri4-pwt.my softbank streamtv.biz taomail.web tembusselalu.biz tembusselalu.my tempebossok.my theking thor.my tradingview.my wanai.biz
wearvault.biz yopm.zone .im inboxed mohmal now wpg .in 10minutemails 200192.indevs 20mail 326645.indevs 326646.indevs 326646302.indevs 5tb
a45 ac20mail acdag.indevs akmail awoiiwowma11001.indevs bitrealm boxformail chitthi clandest cloudsign cmcc.indevs convergenceindia.co cust
dispo drmail emeil fadsfdsfaa.indevs gelitik gendeng.indevs gkd2323c gomail great-host hellosravan herp hi2 hieu httpsgreenwichmeantime icx
katalyst.indevs kuhaku.indevs loin mailed mailna mohmal navura noref penisgoes priyomail qoq.indevs sadfg.indevs sd3 spamgoes spamsalad
starcheck tfbnw tittbit tonyfarm.indevs twitchythoughtcreations uuii vae.indevs vmm.indevs vuv.indevs waw.indevs webuser .info 0x207
1webmail 2wc 300book aditus adubiz adult-work affiliate-nebenjob astroempires ausgefallen automizelymail bbbbyyzz bio-muesli bluedumpling
bobmail burnthespam burstmail buyordie calmriver camping-grill chammy chuan clearwatermail coldemail cuvrs d4ngerssquy daibond diddyricky
digitalesbusiness digitalmail dldweb dump-email easynetwork emailforyou emailportal emailsy emailtech eth2btc ethersportz evanfox f2b f2d
fakeinbox fast-email fdvctte findemail finsmine foxnew foxtrotter fr33mail freedom4you frostypeak giacmosuaviet giveh2o go2usa goround
guerillamail guerrillamail healthforwomen i2b icidroit idu4aa4 ieatspam ihateyoualot imails immo-gerance imul inbox2 inoutmail insorg-mail
instantblingmail ionolenonos je-recycle joseihorumon kappala kulturbetrieb lacto laulund lifetimefriends linkmail littlejohns lukemail
m4ilweb macmail macromice maidlow mail-hub mailde mailinator mailserv mailtemp mainerfolg marketlink masonline mebelnu mfsa muataikhoan
mygeoweb nanopools nawmin newideasfornewpeople nextmail nogmailspam norwegischlernen nospamthanks notsharingmy nullbox one2mail onlatedotcom
onlineidea quickemail rover safermail safetymail samsclass send22u simpleitsecurity sjusngde smapfree24 smwg solvemail soniot spambox
spamfree24 spamkill suremail tfbnw thanksnospam thatim thedirhq theteastory tmpeml totoan tradermail trgovinanaveliko tropicalbass upozowac
urbanvalore veronicamira veryday virtualemail vmailing web-contact webm4il wegwerfemail wegwerfmail widaryanto winemaven wmct wollan yomail
youneedmore zippymail zomg .ing tempmail .ink 103 cheminsdevie fxt init thehjhvj ves .io 415dacjder.qzz 42web aiphotoeditor
ameeppoossaa.dedyn ann.qzz asedeeqaweds.dedyn axgrad caigq.qzz capcutku compressjpg dogai.qzz doszo.qzz emaildrop fakemail fengzheng.qzz
grendel.qzz hiverun ixx kliknesia klut kmail.qzz kwtest linyu.qzz mail7 mail789.dedyn mailmenot muell namdevmail2.qzz nice.qzz openwrt.qzz
physicaladithama randomail realmka sailmail sendo.dedyn sengkuni.dedyn sengkuni.qzz sly spr temp-mail-free.dedyn tmail trashmail tryninja
youtube-com-watch-jtpdc8khnpi.dedyn .ir 30mail cnew emeil flaimenet mailme .it 20email 20mail 20minutemail despam dispose soon tempmail undo
yep yui .je qd .jetzt ariaz .jp ahk dob eay gally onetm otmail supermailer sute svk via.tokyo .kg 78.edu homewrt.xx hulisang.edu liyao.edu
lujialu.edu mona.edu seman.edu sengkuni.xx .kim fbb .kr binsh.kro bokgumail g-mail icloudmail kaka0 kakaomail mymaildo.kro navermail ruu veo
yopmail.kro .la choco esc grr rax spam .lat arcadium mailpro telos .lgbt super .li fuwa jakl kbox kmail okinawa remote sry stayhome too
.life 123456789 1win amazinggift arthiq ashnkarsh cuscuscuspen daymail f2d neverover royalmarket silvercoin .lifestyle nexosphere .link aakk
brivian oshietechan tmail worldspace .live 2333 36duongtau boxomail business-degree digitecy easymailer emailinbo ferd idfd javaka kmail
lyft mailpro mengundang mriscan mriscanner mydefipet parthekio saleis shiro-alice shortweb streamingku tmpnator zuldev .loan legalrc .lol
autu11n badopsec bigmail bored boxmail fbfbs hihi hosthalting i2b mymaily pcaa pcbb saddope sexfrancecute temp-mail .love pwx129
shizuku-lulu .lt ro tmail .ltd hertz josse nada .lu fbb i2b jaipas kuku .lv ez mailme sejaa .ma ch .md ubm .me 142code 39393 aaoo adarsa
aesel aiphotoenhancer ajinimoto amail4 arapps atlas4381 banit bccto bekasi bhap binka dapurx dropmail f2c faecesmail freeletter frza
gagcalculator gamen gemniultra gokublue grimstroke hostingmail huage ichigo inboxdesign inboxstore infoisp jmods khamu kia-sdn
laksamantunggalakma leie lilbahlil lilo linux-do lru maildax mailguard mailhz mailna mailtao merxo mnode musiccode mutant namenan natachai
niulaibulai notif nrbs ny7 ohgitu optimaweb ouk ourl papierkorb piaa pinkgreengenerator plw postonline powerdea psh qqcomeback quinz qvy
reacc recode rukiaops ryteto selltub senvas servicetr shitmail spam4 spambox ssanphone techgroup tianmi tmpjr trashmail treso universall
usedus uuf vidxlr vnedu vupn webemail whyspam xkx xolic yanet ygbelira ziping zumnime .men getfun gxemail iuemail wudet .ml 10minutemail
1mail 6mail 7mail 8mail chibakenma cobarekyo1 deadfake demen dengekibunko dev-null discard disposable-e disposable-email disposable
email-fake emailage emailfake emailfreedom emailspam emailz emkei ericjohnson facebook-email facebookmail fake-mail fakeinbox fddns foreskin
freemails freemeil get-mail getairmail ggmal hangxomcuatoilatotoro hasanmail hot-mail jellow justemail kadokawa karatraman kazelink kook
laste login-email maildrop mailfree mailjunk monadi morriesworld msrc myde myinterserver pojok polarkingxx predatorrat rainbowly rudymail
sinema sohai spamfighter spamwc stop-my-spam sweetpotato toon trash-mail twkly ucupdong ushijima1129 ver0 vercelli visal168 wolfmail
yourtube .mn blogger.nyc education.nyc electro forum.nyc http.nyc student.nyc tempemail.nyc .mobi c14 c28 f2c fknm8 hellodream .mom
love-your stacys .money launders .monster amex409 muell .mov i2b .mp womp-wo .ms freemail online server .mx asu cavi cbdol lee
osifixtech.com tmail .my coralhost digibeast dpmurt fira gristod mm njwzzvmtin oyisam qq vexi wee x9ad1 zira .name powered shut vipmail
.navy dns v6 .ne jbsze .net 0-mailer.dynv6 000000000000000000.dynv6 0n0ff 0wnd 10minutemail 1111111111111.dynv6 12hosting 12minutemail
1secmail 1trick 2120001 247web 24hourmail 2932919455.dynv6 2chmail 2ether 4k5 4save 4warding 55hosting 5minutemail 672643 675hosting 6n9
75hosting 9ox a-bc acc1s accis aegia aegiscorp agtx ahmadfamily ahmadizhar aidesigner.2bd airsworld ajaxapp allfreemail allofthem alpha-web
amiri ano-mail anonbox apedesigns.linkpc apes-ai.linkpc aschenbrandt asciibinder asistx assurmail automizly autommo aws-mail-2.dynv6
aws-mail-free-1017.dynv6 aws-mail-free-102.dynv6 aws-mail-free-1056.dynv6 aws-mail-free-1304.dynv6 aws-mail-free-1705.dynv6
aws-mail-free-1842.dynv6 aws-mail-free-1884.dynv6 aws-mail-free-2156.dynv6 aws-mail-free-2236.dynv6 aws-mail-free-2290.dynv6
aws-mail-free-2383.dynv6 aws-mail-free-2409.dynv6 aws-mail-free-2454.dynv6 aws-mail-free-2524.dynv6 aws-mail-free-2704.dynv6
aws-mail-free-2737.dynv6 aws-mail-free-2775.dynv6 aws-mail-free-2795.dynv6 aws-mail-free-2845.dynv6 aws-mail-free-2892.dynv6
aws-mail-free-2906.dynv6 aws-mail-free-2923.dynv6 aws-mail-free-3038.dynv6 aws-mail-free-3335.dynv6 aws-mail-free-3381.dynv6
aws-mail-free-3620.dynv6 aws-mail-free-3711.dynv6 aws-mail-free-3796.dynv6 aws-mail-free-385.dynv6 aws-mail-free-4014.dynv6
aws-mail-free-4017.dynv6 aws-mail-free-4131.dynv6 aws-mail-free-4206.dynv6 aws-mail-free-4257.dynv6 aws-mail-free-4289.dynv6
aws-mail-free-4531.dynv6 aws-mail-free-4550.dynv6 aws-mail-free-4573.dynv6 aws-mail-free-4711.dynv6 aws-mail-free-4726.dynv6
aws-mail-free-4761.dynv6 aws-mail-free-4816.dynv6 aws-mail-free-4885.dynv6 aws-mail-free-4920.dynv6 aws-mail-free-493.dynv6
aws-mail-free-4937.dynv6 aws-mail-free-5119.dynv6 aws-mail-free-518.dynv6 aws-mail-free-5241.dynv6 aws-mail-free-5380.dynv6
aws-mail-free-5392.dynv6 aws-mail-free-5537.dynv6 aws-mail-free-5670.dynv6 aws-mail-free-5781.dynv6 aws-mail-free-5786.dynv6
aws-mail-free-5969.dynv6 aws-mail-free-6032.dynv6 aws-mail-free-6033.dynv6 aws-mail-free-6080.dynv6 aws-mail-free-6120.dynv6
aws-mail-free-6253.dynv6 aws-mail-free-6255.dynv6 aws-mail-free-6306.dynv6 aws-mail-free-6398.dynv6 aws-mail-free-6552.dynv6
aws-mail-free-659.dynv6 aws-mail-free-6604.dynv6 aws-mail-free-6690.dynv6 aws-mail-free-6691.dynv6 aws-mail-free-6762.dynv6
aws-mail-free-6826.dynv6 aws-mail-free-7145.dynv6 aws-mail-free-7149.dynv6 aws-mail-free-7153.dynv6 aws-mail-free-7194.dynv6
aws-mail-free-7358.dynv6 aws-mail-free-7477.dynv6 aws-mail-free-764.dynv6 aws-mail-free-7654.dynv6 aws-mail-free-7838.dynv6
aws-mail-free-7849.dynv6 aws-mail-free-788.dynv6 aws-mail-free-7897.dynv6 aws-mail-free-8085.dynv6 aws-mail-free-8091.dynv6
aws-mail-free-8205.dynv6 aws-mail-free-8225.dynv6 aws-mail-free-8467.dynv6 aws-mail-free-8475.dynv6 aws-mail-free-8741.dynv6
aws-mail-free-9015.dynv6 aws-mail-free-916.dynv6 aws-mail-free-9161.dynv6 aws-mail-free-9283.dynv6 aws-mail-free-9409.dynv6
aws-mail-free-9533.dynv6 aws-mail-free-9596.dynv6 aws-mail-free-9697.dynv6 aws-mail-free-9703.dynv6 aws-mail-free-9789.dynv6
aws-mailer.dynv6 axsup azuretechtalk b2bx banana.linkpc bangdieukhien baserda batiinsaat benphim binbx bio-muesli bladesmail blnkt blogos
bomnet borged botgetlink bptfp brandallday bsnow bum bwm.de5 cachedot camera47 carbtc cbes centermail chacuo cheaphub chong-mail cihuy citmo
cl0ne cleaninbox.dynv6 clonere cloudtempmail cloudyourfast cmail cnmsg codeguard coin-host concu connected.linkpc connho corhash dammexe
daryxfox davidkoh dcpa degradedfun delayload denipl depdocla dfghjertyh.dynv6 dharmatel directmail24 disbox dixz diyongjin dkz.opik
dolphinnet dotvu dotzi drdrb driftz drivz dropsin duam dz17 eartin edny edshol email emailbin emailnow emailsingularity emailtemporanea
emailthe emailure emz ephemail eripo etempmail ether123 etickethelpdesk etranquil etzg.de5 existiert exitstageleft extraku fakemail
fbb.linkpc findids flyinggeek flyzy foobarbot for4u forspam free-temp freecat freehotmail freeml gafy gdqoe genderfuck getonemail ginzi
go2vpn goldinbox goliszek gotmail gpt-mail-free-1200.dynv6 gpt-mail-free-140.dynv6 gpt-mail-free-1427.dynv6 gpt-mail-free-1550.dynv6
gpt-mail-free-161.dynv6 gpt-mail-free-1694.dynv6 gpt-mail-free-1721.dynv6 gpt-mail-free-1980.dynv6 gpt-mail-free-1998.dynv6
gpt-mail-free-2019.dynv6 gpt-mail-free-2049.dynv6 gpt-mail-free-2109.dynv6 gpt-mail-free-2141.dynv6 gpt-mail-free-2307.dynv6
gpt-mail-free-2310.dynv6 gpt-mail-free-2375.dynv6 gpt-mail-free-248.dynv6 gpt-mail-free-2491.dynv6 gpt-mail-free-3.dynv6
gpt-mail-free-3074.dynv6 gpt-mail-free-3093.dynv6 gpt-mail-free-3127.dynv6 gpt-mail-free-3291.dynv6 gpt-mail-free-3330.dynv6
gpt-mail-free-3348.dynv6 gpt-mail-free-3476.dynv6 gpt-mail-free-3527.dynv6 gpt-mail-free-366.dynv6 gpt-mail-free-3792.dynv6
gpt-mail-free-3927.dynv6 gpt-mail-free-4111.dynv6 gpt-mail-free-4547.dynv6 gpt-mail-free-4771.dynv6 gpt-mail-free-4775.dynv6
gpt-mail-free-4788.dynv6 gpt-mail-free-4821.dynv6 gpt-mail-free-4900.dynv6 gpt-mail-free-5018.dynv6 gpt-mail-free-5182.dynv6
gpt-mail-free-5211.dynv6 gpt-mail-free-5226.dynv6 gpt-mail-free-5241.dynv6 gpt-mail-free-5261.dynv6 gpt-mail-free-5386.dynv6
gpt-mail-free-5406.dynv6 gpt-mail-free-551.dynv6 gpt-mail-free-5539.dynv6 gpt-mail-free-561.dynv6 gpt-mail-free-5659.dynv6
gpt-mail-free-574.dynv6 gpt-mail-free-5902.dynv6 gpt-mail-free-6067.dynv6 gpt-mail-free-610.dynv6 gpt-mail-free-6221.dynv6
gpt-mail-free-6289.dynv6 gpt-mail-free-6320.dynv6 gpt-mail-free-6342.dynv6 gpt-mail-free-6397.dynv6 gpt-mail-free-6419.dynv6
gpt-mail-free-6603.dynv6 gpt-mail-free-6664.dynv6 gpt-mail-free-6691.dynv6 gpt-mail-free-6779.dynv6 gpt-mail-free-6812.dynv6
gpt-mail-free-6925.dynv6 gpt-mail-free-6962.dynv6 gpt-mail-free-7208.dynv6 gpt-mail-free-7298.dynv6 gpt-mail-free-7493.dynv6
gpt-mail-free-7548.dynv6 gpt-mail-free-7572.dynv6 gpt-mail-free-7582.dynv6 gpt-mail-free-7689.dynv6 gpt-mail-free-7939.dynv6
gpt-mail-free-8015.dynv6 gpt-mail-free-8049.dynv6 gpt-mail-free-8591.dynv6 gpt-mail-free-86.dynv6 gpt-mail-free-861.dynv6
gpt-mail-free-8611.dynv6 gpt-mail-free-8671.dynv6 gpt-mail-free-8773.dynv6 gpt-mail-free-8786.dynv6 gpt-mail-free-8791.dynv6
gpt-mail-free-882.dynv6 gpt-mail-free-8886.dynv6 gpt-mail-free-8933.dynv6 gpt-mail-free-8944.dynv6 gpt-mail-free-902.dynv6
gpt-mail-free-9243.dynv6 gpt-mail-free-9307.dynv6 gpt-mail-free-9446.dynv6 gpt-mail-free-9502.dynv6 gpt-mail-free-9515.dynv6
gpt-mail-free-9584.dynv6 gpt-mail-free-9609.dynv6 gpt-mail-free-9620.dynv6 gpt-mail-free-9695.dynv6 gpt-mail-free-9825.dynv6
gpt-mail-free-9935.dynv6 greggamel gregorygamel gthyjuytr.dynv6 guerillamail guerrillamail habitue hidesmail hidingmail hiemail hieuclone
higher-tech.linkpc hitbase holmes.de5 honesthirianinda hostpapa.dynv6 hotmeil hsmw hta.2bd huolala.de5 huskion hwsye hygle i-love-you-3000
imail1 inclick incognitomail ineec inmune.ddns inoutmail instantletter intopwa iotf itfast jbsze jeremytunnell jetable jobposts
jobs-to-be-done kakadua kara-turk kenhphim killmail kingss.de5 kjkpc kkdty.dynv6 klassmaster kopaka krouter kwift kwilco lackmail lappies
leeching letterhaven letterprotect likemovie likevip lillemap link2mail linshiyouxiang livinitlarge locomodev logsmarter lolfreak lujian.de5
lyricspad magspam mail-card mail-help mail114 mailinator mailinator2 mailosaur mailsucker mailt mailtrash mailtrix mailtv mailvip matchpol
mcache mentonit metaintern mezimages midcoastcustoms midcoastsolutions midlertidig migmail minitts mixzu mockata moneypipe moolee
mountainregionallibrary moyang303.de5 mrvpm msn-mail-free-1.dynv6 msn-mail-free-1092.dynv6 msn-mail-free-1268.dynv6 msn-mail-free-1522.dynv6
msn-mail-free-1659.dynv6 msn-mail-free-1750.dynv6 msn-mail-free-189.dynv6 msn-mail-free-1974.dynv6 msn-mail-free-1980.dynv6
msn-mail-free-2112.dynv6 msn-mail-free-2193.dynv6 msn-mail-free-2205.dynv6 msn-mail-free-2634.dynv6 msn-mail-free-2681.dynv6
msn-mail-free-3011.dynv6 msn-mail-free-3229.dynv6 msn-mail-free-3232.dynv6 msn-mail-free-3270.dynv6 msn-mail-free-33.dynv6
msn-mail-free-3312.dynv6 msn-mail-free-3373.dynv6 msn-mail-free-3414.dynv6 msn-mail-free-3622.dynv6 msn-mail-free-3632.dynv6
msn-mail-free-3737.dynv6 msn-mail-free-3812.dynv6 msn-mail-free-4062.dynv6 msn-mail-free-4088.dynv6 msn-mail-free-4151.dynv6
msn-mail-free-4290.dynv6 msn-mail-free-4304.dynv6 msn-mail-free-4411.dynv6 msn-mail-free-4518.dynv6 msn-mail-free-4640.dynv6
msn-mail-free-4718.dynv6 msn-mail-free-4868.dynv6 msn-mail-free-5064.dynv6 msn-mail-free-5162.dynv6 msn-mail-free-5184.dynv6
msn-mail-free-5198.dynv6 msn-mail-free-5402.dynv6 msn-mail-free-5415.dynv6 msn-mail-free-554.dynv6 msn-mail-free-5696.dynv6
msn-mail-free-5718.dynv6 msn-mail-free-5872.dynv6 msn-mail-free-6047.dynv6 msn-mail-free-6113.dynv6 msn-mail-free-6326.dynv6
msn-mail-free-6581.dynv6 msn-mail-free-6589.dynv6 msn-mail-free-6760.dynv6 msn-mail-free-678.dynv6 msn-mail-free-6877.dynv6
msn-mail-free-6883.dynv6 msn-mail-free-6906.dynv6 msn-mail-free-6943.dynv6 msn-mail-free-6959.dynv6 msn-mail-free-6981.dynv6
msn-mail-free-708.dynv6 msn-mail-free-7155.dynv6 msn-mail-free-727.dynv6 msn-mail-free-733.dynv6 msn-mail-free-7424.dynv6
msn-mail-free-7429.dynv6 msn-mail-free-7434.dynv6 msn-mail-free-7509.dynv6 msn-mail-free-7570.dynv6 msn-mail-free-7742.dynv6
msn-mail-free-7760.dynv6 msn-mail-free-8047.dynv6 msn-mail-free-810.dynv6 msn-mail-free-8131.dynv6 msn-mail-free-8282.dynv6
msn-mail-free-8582.dynv6 msn-mail-free-86.dynv6 msn-mail-free-8632.dynv6 msn-mail-free-8704.dynv6 msn-mail-free-8776.dynv6
msn-mail-free-8841.dynv6 msn-mail-free-890.dynv6 msn-mail-free-8952.dynv6 msn-mail-free-8986.dynv6 msn-mail-free-9002.dynv6
msn-mail-free-9061.dynv6 msn-mail-free-9121.dynv6 msn-mail-free-9173.dynv6 msn-mail-free-9224.dynv6 msn-mail-free-9313.dynv6
msn-mail-free-9368.dynv6 msn-mail-free-9382.dynv6 msn-mail-free-9444.dynv6 msn-mail-free-9536.dynv6 msn-mail-free-9587.dynv6
msn-mail-free-9597.dynv6 msn-mail-free-9649.dynv6 msn-mail-free-9734.dynv6 msn-mail-free-9921.dynv6 msn-mail-free-9990.dynv6
msn-mail-free-9998.dynv6 mui.de5 mvrht mycleaninbox mycorneroftheinter mymail-in mypacks myspaceinc mywarnernet neko2 nervmich nervtmich
netmails netris nextpomi.dynv6 nezuka nfast niwl nnot nowmymail ntlhelp nulla.de5 nutpa nwytg o7i offshore-proxies ofisher onldm onlyapp
opelkun ordinaryamerican peakinbox pecinan petrzilka phimteen photomark picdirect pingddns pixelgagnant pixoledge pokemail polkaroad
polyfaust porsh poubelle-du pratikmail premieragents premsy primabananen privacy privatdemail priyomail protectsmail proxy-gateway ptct put2
qipmail qwertyhandsome rancidhome randomail reftoken rexornge rmqkr rnmut8pudgj0ikregqx6.dynv6 ronnierage rootfest royal s0ny s3k sandcars
sanim scay scottcoffman sebbcn secured-link shalar sharebot shopld.linkpc shortmail sig.de5 sinaite siteposter slave-auctions slipry
slothmail soc123 solarunited solerbe spambob spambog spamcowboy spamdecoy spamfree24 spamlot spamstack spamtroll speedgaus spinly squizzy
starlight-breaker starmail stathost steambot stinkefinger storegmail sugarloafstudios supersave swift-mail t1mo taxibmt tb-on-line teml
temp-email.de5 temp-link temp-mail-free.dynv6 temp-mailer.dynv6 tempemail tempmailer tempmailfree tempmails temporary-mail temporaryemail
tempthe thaihp thegrampians thejenkins thelightningmail thetechnext thismail throwaway.dynv6 thueotp thulinh tmaile tmailor tmails tmmbt
tmpbox tmpmail tokmail topmail2 topvu totallynotfake tramynguyen transferpulsa trashmail trashymail trickmail trythe tumroc twocowmail tympe
ubismail umail umil upphim upsnab usako uselesswebsites usus.casacam ususus.dynv6 uz8 valemail verifycenter vermutlich vertexium
vfre4w3.dynv6 viavuive vibzi viewcastmedia vigilantkeep vipxm visuals.linkpc vobau voxinh vps911 vtmpj walkmail watchfull wbml web-inc
web-library wegwerf-email wegwerfemail wegwerfmail wegwrfmail whatever.za wickmail wshu wuzup wuzupmail wxnw x-lab x0q xcodes xiaoche.ggff
xn--d-bga xstyled xxvd xyzfree yahooproduct yapped yermail yopmail yxzx yyolf zainmax zdenka zemzar zoemail zzzzzzzzzzzzzz-1090.dynv6
zzzzzzzzzzzzzz-2092.dynv6 zzzzzzzzzzzzzz-277.dynv6 zzzzzzzzzzzzzz-3294.dynv6 zzzzzzzzzzzzzz-3330.dynv6 zzzzzzzzzzzzzz-3535.dynv6
zzzzzzzzzzzzzz-3928.dynv6 zzzzzzzzzzzzzz-3940.dynv6 zzzzzzzzzzzzzz-4283.dynv6 zzzzzzzzzzzzzz-4904.dynv6 zzzzzzzzzzzzzz-5055.dynv6
zzzzzzzzzzzzzz-5246.dynv6 zzzzzzzzzzzzzz-546.dynv6 zzzzzzzzzzzzzz-739.dynv6 zzzzzzzzzzzzzz-7619.dynv6 zzzzzzzzzzzzzz-7911.dynv6
zzzzzzzzzzzzzz-8050.dynv6 zzzzzzzzzzzzzz-8079.dynv6 zzzzzzzzzzzzzz-8874.dynv6 zzzzzzzzzzzzzz-969.dynv6 .network spamthis .news gioidev
lordfortescue .nf 15963.fr abo-free.fr ac-malin.fr afw.fr alphax.fr altrans.fr alves.fr antispam.fr autre.fr azeqsd.fr bboys.fr c-eric.fr
cabiste.fr calendro.fr certexx.fr cookie007.fr courriel.fr degap.fr desfrenes.fr dmts.fr dreamgreen.fr ealea.fr emaildark.fr fhpfhp.fr
flobo.fr frostmail.fr galaxim.fr gimuemoa.fr gladogmi.fr imap.fr isep.fr iya.fr jetable.fr jinva.fr jmail.fr kyuusei.fr lacraffe.fr
likeageek.fr mabal.fr mail-mario.fr mailsafe.fr mcdomaine.fr mesemails.fr mess-mails.fr mickaben.fr miloras.fr moncourrier.fr monemail.fr
monmail.fr mr-email.fr myself.fr nikora.fr nomes.fr nospam.fr noyp.fr pamil.fr pliz.fr pokemons1.fr popol.fr poubelle.fr rapidefr.fr redi.fr
sdj.fr sendos.fr tbr.fr test-infos.fr torrent411.fr totococo.fr tweet.fr webstore.fr woofidog.fr wxcv.fr yaloo.fr yoptruc.fr yotmail.fr
zorg.fr zouz.fr .ng cc17.name cc18.name cc3.name cc6.name swap.name .ninja tempmail victime zhaoqian .nl 10minutemail appinventor asdasd
dumbass erth herpderp hvastudiesucces ikbenspamvrij khoke knol-power mijnhva netricity quickmail vuatrochoi wegwerpmailadres .now temp-mail
.nu bot mjukglass rr .observer soyboy .one bbwg bunmail czx dbmail deshnetarchadacalculator dmail doj dona egg5233 emailboxer emailnow
fastinbox fbi fog insanony jiangwy macos mailmaxy mailrun mcpservers spymail sssig tppp voidmail yorushika zapmail zipmail .online 10inbox
amazingly asd903102 atombomb baicai1145 beatbok boommail brashbeat brazbuzii caowo chauhuy chautuyen contactpage devh24 dvaren email-free
fedayroi freetimer fsercure futcost fycloud gcpowner gdfgergrer goalmillion himail huychau huytuyen huyvillafb indsec ingam iraqedu
ismartsense itduniya jasonbella kenari lightv linxi lovertboy lunarmoon makeraura managedisabled manhmmonew memoniclife mhzayt mitraprem
mlanm myletters narsub nexarisystems nexus-streams nicusaurelus nxirad onetopclick patientlecadet rweebz-mail-1 securitybot siperer
socialtrash solimoddin soniot storybuddies supportorganization sushisalmon sweetberry szxcfagah tanvo taojingrun telimail temporam tetestebu
texify thereddoors tppp travelfriend tuyenchau tuyenhuy twzhhq ultrafive ultrasix ultrmigos velocitronix verel viemarter violet0923
vntechhub wsxnxce xdpxdp .org 000webmail.ddnss 0wnd 10mail 10minmail 123mails 1nom 1secmail 1to1mail 42o 4warding 5july 66b1it.eu 675hosting
709183.freeddns 719182.accesscam 75hosting 794613.accesscam aaconservation abilityaccesslegal acgdb.eu adpugh adsd adv-dep-eng.jo3 affecting
alhsalumni aliban allowed allthegoodnamesaretaken almiswelfare amazon-aws andrewclaude anonymized apedesigns.jo3 asdascas.dpdns asia-hq.jo3
aspireviastudios at0mik automisly awdrt awesomesaucemail awiki aws-mail.accesscam axiz az18nep.camdvr baileybridge bakalos.dpdns barry.dpdns
basscode batdongsanhatinh beautifulblessingsbeyondborders behatifoundation belamail benipaula bhuxp blogmyway bookgame borged brasx
bridgetonmainstreet briefalpha bristolstatehousefoundation bspamfree btthyto burry.eu buspad buyusedlibrarybooks calvarystreetisa canfga
carpin cartelera ccm8klz.camdvr cdlpvt3.mywire cg0gcab.mywire chanceforfuture childsavetrust chillart chong-mail civx cj4fj2a.camdvr
cketrust cl-cl claverfield cmail compareshippingrates comyze contaco coolimpool cooljump cornwallaerospaceeducationtrust crapmail crogra
csapi.dpdns cuirushi cylab d8tiya6.camdvr dakaka dalanshu dann.mywire dawnwick dawsoncountygunclub de-a deadchildren deallabs deepmails
digdig digial.jo3 dis.hopto disbox dmcelements dodgit dogclothing dogking.dpdns dorothyfoundation doulas dreamadventure dreamclarify
dtvpn.dpdns dunamispfm e-mail e6hoohs.camdvr eastcombe eduip.eu eggbanjos elearningjournal elpisproject email10p emailplay emergentvillage
epurcf ero-tube ethersports etranquil eve.dpdns expiredtoaster f6z6ica.camdvr fdsgsd fer-gabon ferngrove fexbox fightingzebras filmla
findmeghana firstlawyer fj7v67f.camdvr frankhealeyfoundation free-temp-mail.eu freedomcentremereside freedrops freeimagehosts freeimghost
front14 fuckneo fullangle funnylolcap fyawmtu.camdvr garbagecollector garbagemail gli.dpdns gmatch gonw3bb.camdvr gotmail gotrak
gpt-mail.myftp gptmail.webredirect grabafilafoundation gs-arc gsredcross guerillamail guerrillamail gukox guzukll.camdvr h8s halashao1.dpdns
halcroft handsofhelpinc happyheadshed hatespam hazmatshipping healingheartmission healxo helpinghandtaxcenter hidebox hidmail highbros
hightech.jo3 hola hotelplazer howardgiving hudska.dpdns hutathuww i0mn8cx.mywire i2pmail iheartspam inboxclean incognitomail
indianahorsecouncil inetopenwrt.dpdns inggo interstats intlgalleryheritageculture intopwa inxout.dpdns ipinf.eu ipoo ipsur iraniandsa
itos.cloudns jackierobinsonparkoffame jasonswheels jetable jingood.dpdns jjxt6lv.mywire jora.dpdns jpco kalapi kamete kd2 kdpsl ket-qua
knaresboroughtownmuseum kokklsd.dpdns kontoko kpmn-design kv2vpn.eu l2gyw37.mywire labforge.freeddns labworld laxiw lazerbade lebetrust
liveforms londonyouthsailing lordofmysteries lostnow lovecalculatorname lovegivingsadaqah lsbl6fq.mywire luckymail ma1l.duckdns mail1web
mail2rss mailapril mailbucket mailinator mailmay mailorg mailp mailzilla mailzy mama3 marchguidesassociation markandvirginiarometty
martenson-mail.mywire max-mail mbygjjo.mywire medicichoir megasend meocon metadownload mfapi.dpdns michaeladmin midlertidig midwestpride
missionbulldogs mitico moeri moonapps motion.jo3 mrizkifreelace.dpdns mrphoto muratec.eu mwarner mypdj08.mywire myspaceinc n1nja
naacpadvancement naocan newgreenpath newsteadabbeypartnership nezdiro nigeriansincoventry nowhere nucleant nuox.eu nwrlr o2stk
ocbxpz3.camdvr oerpub ogrencikredisi omnievents oopi oposite outdaremusicdevon p33 p3t8dyv.mywire p6vvvok.mywire p94y7ff.camdvr
pandorasboxproductions pecinan picturehostel pinehill-seattle pithu pixelcroft pleasenoham plowcreek poc4756bb.camdvr pongpong poofy
pratikmail prestige-leadership pro-tag purelogistics purifyzed q1zx2zj.camdvr qi3hav9.mywire rbb rdlt0hi.mywire realman.mywire
remai.freeddns revolvingdoorhoax rfc822 rniz667.mywire royaldoodles rw1aifc.camdvr s40vwj8.camdvr sam1.eu seasonofgrace selfdestructingmail
sendfree sex520.eu sfacg sfr09g1.camdvr shadap shahabnoor sharedmailbox shhuut shiphazmat shippingterms shitmail shmavje.mywire
slowpokerfrance slyouthuk smapfree24 socialfurry solarunited soscandia spambob spambox spamcon spamcowboy spamfree24 sportcornwall
sportsfunlifestyle storiesonthestreet stpaulsgrammaralumniusa strayhood studio.jo3 superbowlstarttime svipcun.eu svxr swiftcroft tanukis
teamnewmexico techusa teewars temp-mail.freeddns temp-mail tempemailo tempmailyo tempomail temporalemail temporaryemail.dpdns tensi
thediamants thedorsetcarershub thelimescommunitygarden thshyo thunkinator tidewick tigrisstem tikmail timbourkescholarshipfund tinoza
tinytimer tivo.camdvr tlpn tmail1 tmail2 tmail3 tmail4 tmail5 tmpmail tohru tokfly tormail trash-mail.webredirect trashmail treesforderby
trojanvmesswrt.dpdns tsmtp ttirv u2v7nnn.mywire uddinfoundation ukev unimark usrl71x.camdvr usus.accesscam usus.camdvr vaati vaupk velmoor
vfwladiesauxin vgfautd.mywire vi1ilpa.mywire viewcastmedia vinatissue vncctv voicesforchangeinc volku vorga votiputox vuket
vulcanpioneerjers vutrugay walala wegoo.dpdns wegwerfemail wegwerfmail wegwrfmail wetrainbayarea wh4f whiffles whirlygirlink whispermail
whob31o.camdvr wicfolhumanservices x0bdu6n.mywire x80.dpdns xehop xn--jxsa73o.eu xxmailedu.dpdns y0fwzc2.mywire yedi yilue.eu
yopmail.webredirect youtube-com-watch-jtpdc8khnpi.accesscam youtube-com-watch-jtpdc8khnpi.freeddns youtube-com-watch-jtpdc8khnpi.mywire
youtube-com-watch-jtpdc8khnpi.webredirect yummymeow z8ebbq2.camdvr zhaji.eu zhengwz.dpdns zhousj.eu zoemail zoetropes zpva4pd.mywire
zw5pkjm.camdvr .ovh bdm blip fazka frm idf it7 jmail lerch mpk next oku oky priyo sendgrid sgm toolbox ukm urgentmail usm uu2 yabes zx81
.party dsgvo .pet xcf .pics awa vips yun .pink any cream merry .pl 10minut.com 10minutmail apple.edu ares.edu bcm.edu beta.edu bij btizet
california.edu collegewh.edu cross.edu don.edu dwse.edu edumail.edu edumaili.edu edumaill.edu edupolska.edu ee1 ee2 email.edu fastmail.edu
findu gng.edu gold.edu ionq itmo.edu koszmail kyal mailedu.edu mailer.edu mailers.edu mailo.edu melbourne.edu meta.aid meta.auto meta.mail
migmail mona.edu moza munik.edu nabaxox.edu naka.edu nik.edu ohm.edu outlook.edu oxfo.edu privmail.edu privo.edu priyo.edu sonjj.edu
studyhub.edu sydney.edu telecomix tokyo.edu usa.edu uue.edu yomail.edu zalesie.net .place ad-managment.run ape-tech.run digitaldesign.run
highapes.run psai.run visualdep.run .plus inbound mailto tempmail toolnator .pm cek fanclub .press f2c indosukses .pro 10minutemail afia
appremiums art-en-ligne banclone barnrestaurant bcmail cangcutku car101 clearbeam dwiworka email1 emailabox emailaoa emailawb emailax
emailbbox emailcbox emaildbox emailfoxi emailo emailvb emailwww emaily f2d f2e fosil gear3 getol hidemail homecut hotelpiesi last-chance
loan101 mailfast malioter ndut noshiper nyxmail ogoplace omail openmail orgmail pivotylabs planworker puji saungadaid solar-impact
taikhoankiro tirasya tzrj waterpalace whitemistral xpremium .pt avls .pw azame bdmuzic bdq8 btcmail cane cozilla crazespaces dona f2e f2f
garasikita i2b i2c inboxed indomaed linkedintuts2016 mepost mm2flip nomail pewpewpewpew pulsix richfinances secmail smarttalent toss vesa
vipmail vuiy .racing kumli .re gob mbox mirai moimoi sofia tapi .reisen rabiot .ren yuki .rest bjorwi messwiththebestdielikethe pozima .rip
dona farah .ro 0v 0w 9q agger andreihusanu anit bcb bgx blogspam cfo2go coza csh dab dhm dmarc dnses emailtemporar epb gzb hmh icx istii jdz
jmail magicbox mailed mji nh3 nonze opendns proprietativalcea qsl rvb sast spamtrap tefl thex token tyhe vda wlist xcode xww ycn yodx yoo
.rocks jamesjfattorini remarkable v6 .rs edumail.edu mona.edu okcx.edu temp-mail.edu tmail.edu .ru 0815 0845 105kg 2012-2016 4nmv 50set 5oz
6somok 9mot aaqwe all-cats antireg aquaguide asdasd autosouvenir39 b7s bank-opros1 beribase beribaza berirabotay blackgoldagency bobgf
box-mail boxem boxlet buccalmassage c-newstv cbty darkserver datenschutz diplom-voronesh divismail dlemail donemail dozvon-spb dred dsgvo
e-marketstore edgex elki-mkzn epbox epostal esbano-ru etotvibor extremail fasssd fermaxxi fexbox fitnesrezink flemail fncp freerubli
freundin futcost fuvk geew ggvk girlfriend goplaygame gosuslugi-spravka grugrug gruz-m hairs24 happydomik helpjobs hxopi inboxnow
internet-v-stavropole jwork kaengu kamen-market karta-kykyruza kino-100 kismail konultant-jurist korona-nedvizhimosti koshu lackmail laxex
le-tim llogin ls-server mail666 mailboxify mailboxly mailboxy mailzi mamulenok mark-compressoren mask03 medkabinet-uzi mfsa momentics
moy-elektrik mswork my-pomsies my-teddyy mysugartime naah naslazhdai neotlozhniy-zaim newfilm24 nnoway no-trash nocp oborudovanieizturcii
odnorazovoe olimp-case oloh olypmall oonies-shoprus oovk p-banlis para2019 pfui phone-elkey pitaniezdorovie pivo-bar pizu plhk pochtac
poehali-otdihat postbx prazdnik-37 rosebearmylove ryyr shotmail sidelka-mytischi siftportal sim-simka softkey-office spacebazzar spambog
steam-area stomatogomail stylist-volos technoproxy temp-mail thoas top-shop-tovar top1mail top1post trend-maker trixtrux1 uhhu ultrada
unmail viewbuster vjoid vkbb vkbt vkcbt vkcode vkfu vkrr vremonte24-store w-asertun walkmail wecp wikidocuslava wwvk xepa xxvk xylar yecp
yeezus your5 yxdad z-o-e-v-a z86 zarabotokdoma11 zaym-zaym zcovz .run omfg sanfnge wandouyu .sbs afternea agentloop baiyucraft capcut
connectifyhub dprasu exzork fynix gomomy ioioioio jhfnre-kjf jonira kelimo kurin laicai8 licenses lynex makoli nexio pelviro shanhaijuli
simoka smell socialist talkup torvila veo3ultra vulca xelio yasuo yodwg zivox zmypxprb .school 78 .schule griuc .science thunderbolt .se
appc ceed lez lkgn mm5 slaskpost tandlplith trashmail urfunktion .services myindohome reclameaqui .sh ftp .shop 18t5b 51mail aakingcompany
abc179312 ak6lay ardsp atelierdelune atkshop axionintellex baicai1145 baizoto baybumutan bnrlner bx52ff4a capcud capcut02 capcutmeflo
capcutmm chatgptmail chomolokko choner congacone312 cuahangvppn cyberionexus dantriviet dsfsfdsfds emailmuaqat extraku fdsregre gamadaiz
gamerai ganlin gcpfas gnwzqaz hanghai232 hesoyam highstar hotboyckdh hotboyckdh1122 hotboyckdhn55 huynhlx ickletonrelief joihonm kanlangld
kimzavin kiwkiw launchpadx liang-tts linzefor liopsacac luminix1 lunetra lynwise mailfor1month masteryforn mayre monyal narsub nbskyhope
neroki nexverseal niwave noship nosubcriber omonomon openclawskill premirum primered productmm qentic rezalabs riposh sadrain saisonhama
salakoais sasukiez shopvipduzk666 shopvipduzk6868 skyhope666 skyhopenb skyhopenba soson techcyber thebest73 thoitrangnam2024 tiktakgrab
tomhouse trandigabapoe treterter tuethong twskyhopenb usaishop vesdev01 vinhdo vothanhtuan vsdsd23gsdf wanva windsurfcom wudiai wxf07 x80la
xn--di5au2k yingzi321 yurovovault zkfdwz .si drevo hi5 inbox piki .site 1-second-mail 1sec 2likemobile 9me anajakstore appsdjheru arkoo
asajv2ray bulapolo bumail chauhuy chingchongme cipcup cloudgue clousy codei codestar cooh-2 dapdigital dinlaan disposable docse dohoanganh
dr69 duyquyen ebar edankeunwe einzieg emailhook emergencymail f2b fasl4kas3 firerocket flashemail foothilltoy frive gblw gmail-xsniper
gmailxsn graphicanal graphicbulk graphicdany graphicedge graphicenda graphiclean graphiclens graphiclever graphicmen halamaridfcfs haleloya
higuruma hokyflix hosthalting hungtpt huytuyen inflyratech insgrmail jazzvip jisankhan1 kapten kawneha killlove kingproplan kodeholik
kreabaka lastexile lbrmail666 leoguio lonaxter maildy mailforgo mailw mainkask mamangbadrut matra memsg mitraprem mixmail mnvr monomoho
mywrld nailooong nexushost nondon norovpn oceva oliespace one-sec-mail owovo parthxxtoasts phmail pkdigitalmart pmail premierr printz priyo
priyoemail quantumeridian ramin200 reestore refk regvippro reusecomputers rexornge rgbeastcomputers rikka0612 rimshacooking rumahweb
rynetvpn samaltour saovangtiles seedspeed serbaserbisoftware sexymeowers sidlabs snapmail somadethcdk son2d starbalance substoretools
supergrok sylnetdns syntheradynamics teligmail tempomailo tommyfommy trieuhao tuyenchau tuyenhuy velloxist verityemail villaxoa
wansnode-dice wearkeymail webhook wintersmail xcucngon ximenor xsnipersquad zain zikzak .skin tako .so bigprofessor irc linuxmail .social
jywa kajaib s-mail .space 12friday 1secmail abouse aeerso aihubtools akjaey ankiclub atkshopp atnetcloud atxc aureliandata beastmail
bunnyhub capcut chilloliandfii forapps gamerai gcpripon getemail gmail-xsniper gmailxsn i2b inboxfast inboxfly inboxopen j3r8qd kimora
liuyuyu makoli monglung omnilog pipemail polvexar prestore pvnmax quantorynexus sexymeowers simranaitech spacexyz spacezin starpower
tianstudy xazymarcie xelu xgcpking xsnipersquad yourspamgoesto .st actarus.infos adresse.infos auti biz calima.asso cobal.infos
contact.infos dede.infos himail.infos imails.asso ind mondial.asso mymail.infos randol.infos rygel.infos sendos.infos skynet.infos
ssi-bsn.infos tagara.infos terre.infos thc upc.infos vpn warlus.asso webclub.infos xxl .store 13512863687 199411 aaqwe afeeyah agencysq
agenpremium aisub andrewclaude artsdigi artsdigital ayumas bar-ton bbmail bilingva-ca bobgf box-mail boxem boxlet cbty cheapmori cunan
deajeng diddyricky digibeast eligou elitepixels epbox epostal fasssd fgtygcop fncp fpt-student-support friday12 funnylolcap fuvk gdcrm
gemipro1 ggvendas ggvk ha92 hethongtudong hooooooo hosthalting hotelplazer htmail hubhost huongvemientrung hxopi imranbt inboxnow insanony
ionolenonos iuanhoi jgjitffy jojomedia kakslsie kokalo korimoddin kuromee laxex lazerbade leviacerman mailboxify mailboxly mailboxy mailnoop
makmursrondol mameganteng meomo michaeladmin mmo365 modolku muetop mynoop naah newmano nexarsh nexarshop nghienplus nhoopmail nocp nondon
nooploop nowrouter okauq oliviadiffuser oloh oooooooo oovk ottsathi picturehostel pipmmotube pizu posta postbx premiumonebd prohisi puffiqo
pushcom qydxproapi rilzz rnvvpn ryyr sekotong serbaprem sexymeowers sihanoma slowpokerfrance solkill soniot sparxautomationhub spiedemtion
stardust-2 starlight streamwolf substoretools taohucom temppppo ultralabs24 vjoid vkbb vkbt vkcbt vkfu vkpr vkrr wecp wintersgf worldlylife
wwvk xxvk xylar yecp yomand your5 yummymeow yxdad zarkbin zcovz .stream 1000rebates indoserver rebates .studio 3xu devsonline dyera musiku
nightfood .study talkmatrix .su 0815 asu spam .support accountscenter .surf netfusionhub .sx glitch .tattoo sexfrancecute .tc ze .tech
0cpub2 2likemobile 51baidu 6ys aiuu akolay bocas busyaz dev17 dnslog f2b farouter hoanglong ichecker j5bie4 kazava marhumal mohmal
outlookapp rfods ruinique sampsave skyemails tfbnw toolourles transaksikita unimain utkarsh wbdev wildan zhjjq .technology rejo .tk 10mail
1fsdfdsfsdf 2fdgdfgdfgdf 3trtretgfrfe 4gfdsgfdgfd 5ghgfhfghfgh 6hjgjhgkilkj anotherdomaincyka arur01 astonut azazazatashkent azmeil
badpotato caseedu ckaazaza clonemoi curlhph dasdasdascyka deadfake discard domforfb1 domforfb18 domforfb19 domforfb2 domforfb23 domforfb27
domforfb29 domforfb3 domforfb4 domforfb5 domforfb6 domforfb7 domforfb8 domforfb9 doquier email-fake emailage emailspam emkei fakeinbox fbma
fixmail flymail foreskin fragolina2 frappina get-mail getairmail hackersquad havertz hot-mail hukkmu inbax inmynetwork ippandansei itit
jumonji kadokawa krsw krypton ksmtrck liveradio login-email mailadresi mailfa mailita mailjunk mdhc monachat muehlacker newbpotato pagamenti
parlimentpetitioner penoto predatorrat puttanamaiala regspaces resgedvgfed salmeow schmeissweg shitaway skrx smallker smellypotato
social-mailer sonny spamfighter stop-my-spam trash-mail umombiss ushijima1129 vaasfc4 ver0 vickaentb visal007 visal168 wfgdfhj wierie
wolfsmail xy9ce yabai-oppai .tm mail .to blackmarket edv junk ovpn qc samblogs.nett tonne trfu uk us .today mokondo nospam .tokyo f2b
graphicedge graphiclean mirasync tokyoflarex .tools yours .top 21mail 24mail 2likemobile 5yaochu 91tanhua a--i ads24h afse-gh agylzuv
aifmusic alightmotion andrewcluh anonmail anvjobvnu apexone asgzs atmemail atnet bgyiacczy bitwhites bjvc buddyfly byiepsxqu byjkprh c-tta
caqcut cauterize cbasosbr ccqu cdxugmy chatclaude chenbufan cloud-mail cmbl codesuc codywon crczrsxls cxbl cyjd dayizhan dh372 donkicode
dotool8 doudizhu dpfrufiwo duya25446 eoffice ethereum1 ey-hungry fbkjlnry fcetpkqwm fdmail fenzhuai flyhubs fucknloveme fuckxxme g1xmail
g2xmail g3xmail gamail gbmail gcmail gdmail getmails gghjnvgfyjhk glcspp gmaiil gmx1mail gmxmail gpt20260701 gqov grqccqbwg gxmail
happy-new-year herilev hfogzua hhan hnfw-ngd hornyalwary hostguru hotmail-us husng-kang iolq iqfucsod jhphoto jiongguo jjuisyj jzzm kaw-sar
kaybooks kayfilms kaygroup kskblzdjdwkzkbl lcvfdvynb llciuoau lloudfsxly locantofuck lxydawang mail-now mail1 mailapp mailclone2023 mailt
mikumirai mkseiuuda mlgmail mobilevpn mongrec monity moutianwuliu mxhquxyi mymrxuyrd mywrld nbvrluhsh netn newmail niwave noexpire noinspect
nxdbxd okcxhssgk one-mail openedclaw orceqjqw p-aac p-ttz pesagilt pobbofqd pp-n6 privacy-mail priyomail profast puxa qcgmtzhzh rdsekaunx
relayne rensumo reovipvpn rfzpnrbpv rkzpcx rwxsxnomo s-mdg s1q59z82q sads-ads-awe sakurapink sds-awe sesasdl sexyalwasmi sheerid siroja
skrhqfnya spacework storiqax storj99 sx227 sx235 sx697 sx856 sx872 sx882 sx992 sylnetgcp sylnetx1 t6s7 taseek tbterqwzv thdfyrg thispy
tianblog tokyo112 topren toupiao7003 tscasalnt twskyhope uqqlrdi us-x uspsp vwagamlk webmail24 wemel were-w whf222 worldcoins wrqj wwdskboiv
wwefd xapimail xbaby69 xcvuaylik xitler xmyvgkvw xn--ihq4pool8g32cwxiiqcovaa9159jhvah03g yahmail yanhd-jkd ybidbccmv yihacihuy yjlwcbrf
ynnord yrppwsekv ysfuddr ywzmb yxxawa yydsplus zcdpbx zmnai zsts zxhyzlwcp .tr emocan.name .travel sidneymichaelpoland .tv galaxy irssi
mailtv nori24 xn--rhqv96g .tw end hpc ohi sino .ua 6th.pp add3000.pp ass.pp chatgptuk.pp dao.pp druzik.pp eml.pp express.net fake-email.pp
freemails.pp get.pp infocom.zp ip4.pp ip6.pp jetable.pp jiaoo.pp jobsma.pp lak.pp loh.pp mailbox.in mariyaa.pp mox.pp pig.pp pitiful.pp
ppedu.pp rua.pp stop-my-spam.pp temp-mail.pp tempmail.pp throwawaymail.pp web-mail.pp yopmail.pp .uk 1000acres.co 10minutemail.co 14club.org
14n.co aard.org aberllefenni.co acreadingroom.co addrin afgpuk.co aligroup allumhall.co appmail bangban bathdf.co bespokehaircare.co
beyondreasonabledoubt.co birminghamlife.org boxfi bradingtowntrust.co brightfuturescharity.org c4pro cade.org catgroup
catterickgarrisonfootballcentre caye.org cbvl.co ccmail charityrcao.org churchestate.org churchhousemanaton.co churchinsouthampton.org
club106.org cocoro cok.org cosycritters.co cwetg.co e-pool.co e-pool eacademia emailgen euroallsports.org evilgodshop examcentral.co
farrse.co fighthunger.co firstaidtrainingschool.co flock84 forgetmenotstudio.org friendlymail.co gemmarosefoundation.co georgefletcher.org
georgeheddon.co ginzi.co ginzy.co goatmail goleudy.org gonida.co gonida gsoleyfoyle.org gsrv.co gynzi.co hamham haren harpix.org
helpthechildren herlan.co hhe.org homestartbromley.org hottchurch.org icelandgcp.org ickletonrelief.co instaddr instmail
jamesthynnealmshouse.co jisan jjfcharitabletrust.co jlpevents.co kemail kempstoncharities.co lifetreechurch.co littlemvh.org
lokenathassociation.co lordfortescue.org lumg lutech lympstonevillagehall.co mail4 mailba mailinator.co maillog mailuniverse.co
marchguidesassociation.org markableytrust.org mebeiuk.co mediaeast meef meruado middletoncheneyuc mobileninja.co momoi mtdalmshouse
natange.org nekosan netcnet netherfieldvillagehall.co newconnect no2bullyingatwork.org nodejs oneummahorg plugintonature.org
poolemethodists.org positivevoiceteesvalley.co priyomail punchbagartgallery.org pureheart.org qlhub.org rainbib.co
rccgmanifestinghisglory.co remoteflyer.co reverendneedham.co rhalmshouse.co riffproductions.co risinggirl.co rotomails.co
royalpriesthoodagc.org rtrobinsbequest.org s4sfoundation.org saturrshop send4 sendapp shchiba signsoflife.org sitwelltownlands.org
smpcharity.co sneydgreen-communityhall.co southeastessexanimal spamthis.co speaknow.org specialneedscircle.co star-fish.org stepsofhope.co
swissokalmo.org sytchamptoncc.co tatsu teambunnyfoundation.org tehillahpraise tempinbox.co tenhub thameschamberorchestra.co thecwf.co
thelifecentre.org themccarneyfoundation.co thomasblackerby.org tiksofi tivertonhospitalleagueoffriends.co tomvnet trainthem2fish.co trangzim
tsdpt.co tstrust.org tyoless.org ukshop538yt unitedcharitiesosm.org valueineveryone.co vernonbourne w3internet.co wanting2work.org
wargravepreschool wohbc.co wtjinkintrust.co xunika .uno alwayss qsuo sssvcv wwvec .us 10minutemail 12bclass 1ce 4-n 51www 6ip 99mail
abacuswe abilitywe abovewe absolutewe abundantwe academywe acceleratewe accentwe acceptwe acclaimwe accordwe accreditedwe achievementwe
achievewe acornwe acrylicwe activatewe activitywe acuitywe acumenwe adaptivewe adaptwe adeptwe admiralwe adoniswe advantagewe adventurewe
adventwe advisorwe advocatewe aegiswe affiliatedwe affinitywe affluentwe affordablewe afterhourswe agendawe agilewe agorawe aheadwe al-qaeda
albionwe alchemywe aliaswe alivewe allaccesswe allamericanwe allaroundwe allegiancewe allegrowe allgoodwe alliancewe allinonewe alloutwe
alloywe allprowe allseasonswe allstarwe allurewe almondwe alphaomegawe alpinewe altairwe altitudewe altuswe amadeuswe amberwe ambiancewe
ambitiouswe americanawe americasbestwe americaswe amicuswe amplewe amplifiedwe amplifywe analogwe analysiswe analyticalwe analyticswe
analyticwe andthen annd antttool aron au1688x aumails bbhost big1 bitymails bnyhr boatmail bund buyreview charl coolandwacky ctmailing
cttnoot cutevi daibb deekayen ernestturcotte etics fluidsoft freedompop g4hdrop ghk55 hdcroom hhyru hidemail hkvtop hmail icbr j-p kattthu
klick-tipp l-c-a lags lazyinbox loadby lr7 luv2 mailfortiktok mailhazard mailinator moonikent mtnewtoy nbspace nospam4 nospamfor ntto
nttoadmin2 okrent phmail phpto priyomail qbfree qiq qvttclass ra3 rael spambox teleworm tempmail temporaryemail tlktok trustdomainvn
trusticloud tubebox ucche uiu utiket uwork4 vtxmail writeme xost xvx xxlocanto xxolocanto zzeu zzi .vc hs ye .vip 1820mail codexrip fisdom
lovepet novaprime oiioii tempmail trustguru xiiqtg .vn 102.io 17tb.io 1pice.io 25kcreditveo3.io 25kg2gveo3.io 25kmans.io 25kmembers.io
25kseller.io 25kselll.io 25kveo.io 25kveo3.io 25kvideo.io 45kg2gveo3.io 45kselller.io 45kveo.io 45kveo3.io 4bus.io 5xu 6789.io 83.io
accora.io aerionx25k.io agri4life.io allez.io alphatronic25k.io anbinh.io anie.io anti.io aohl.io apex.io ares.io bda.io bdo.io
butteiumien.io chauhuy.io chautuyen.io ckvn.edu clone21.io congnguyen.io datgemini.io datprovn.io datprovnn.io dautubds.io devthien.io
dpmstore.id ducpham.id dulichdatlanh dulieu.io dzntn.io emaii.io empva.io empva1.io empva11.io f1b f2b f3p.io fbb.id fbb.io fbb forge45k.io
gashoainam.io gddp2018.edu gmaill go2farm.io graphicedge.io graphiclean.io greenvin.io hanoinet.io hathitrannhien.edu heyzalo huynhtran.io
i2b.com i2b.id i2b.io i2b i2c i2i i2m i2n i2p i2u i2x idg.io imail.edu imc.io infix1.io inly instagr instagra instagram.io jakarta.io
kakaveo3.io kendev.id kk.io ktpingprox.id lum25kcredit.io lumm25k.io mailer.io mailnet.io mech2build.io metas.io mkvesta.io mora45ktil.io
mrcheannko45k.io mtshop18.io nangspa nanoskin ndnphim.io newdelhi.io newyork.io nexorabio.pro nghienplus.io nhienpv1.io orbit25k.io
pntvipveo45k.io pnvipveo25k.io prosocial.io ptnstudio pulse25k.io r2money.io reviewfood seler25k.io skyforte25k.io smakit smtp.id smtp.io
steel4work.io tech2grow.io tempmail.id tempmail.io tfbnw.id tfbnw.io threads.io toni.io trunghocphothong.io twitter.io uki.io ultralux.io
ultraz1.io veo325k.io veo325kcredit.io veo33.io veomatrix25k.io veoverse25k.io viettravel.io warrity25k.io yeummo.io .vu pi .wang
zhanhuokma2 .webcam damai .website 1secmail airmailbox facemac gamerai inboxly mailllshop thisurl xoxo3 .wf fag .wiki busd-mmjd3 clout
hnfw-ngd imagic jksndh-afd2 solventtrap .win copyhome gbcmail gedmail girlmail gmxmail googl gpxmail hccmail instaddr outmail sendnow
vemomail voidpop wecanmakehit yamail yannmail .work conf contactbox eposta fviamail jiaxi lefruit-dev neosstudy pizuhdev twitch visualnest
.world cloudgen f2e katputli maswae tempmail v2v .ws bareed bcast buzzcut indirect moakt netcom no-spam shut tempmail tmail trashmail .wtf
alph mail ug .xin givemetoken temporam .xyz 010530 020307 045692 092088 10mail 10minut 10minutenmail 11166666 114514279 1234211 130723
13282298 151668 164109038 16816889 179297 2003066 20253025 202608221 216222 22345377 264341 269966 2likemobile 3333366 3435637 401010 497000
499713376 521883 522885 5ixmonth 628868 636364 662602718 689345 729406 7362354 78511939 792792 862808 875888 911666 920325 931123 94587293
971007 981027 992551 acidservices amiyiy banri best-vpn bhana brodipek c1ph3r cancer-treatment caprasolver casterview credit-loans
cursor13402 cutefrogs cybertemp deepneko degar disposely djiv dswe-56f dunkos dyclsr ekot embege enitempmail examstudy forregmail
fruitservice garod1 gcpriponteam gcptoday getbox89 ghfnhcf gruene-no-thanks havefundarling hdiscord hidebusiness hillaxiant huangao ibande
imagenbox janestore jmt2469 kejinxi kiki287666 lapluz lixlord longsbkt loveuu mail101 mail11 mailtemple masbahlil mtdog muell mwqj nhungdang
nvqt304 nyxpanel oshjr-24 paratrabajar passeone piscesbody prkmail rbs1 rdklcrv realseek ricardo0911 rtskiya rzbal sexfrancecute sexymeowers
shxwonew si1ver skyhope666 skyhopenb skyhopetw skyhopewd skyhopewdf snapmail tarasbest tellos temporam tfbnw tgmaiss thaitudang ttszuo
tuku26012023 twskyhope v-mail vexaluno virginsrus weatherbx wsvpsft wuespdj xcvv xpromail xswl yangzhai .yachts bashyrcn zellio .za
10minutemail.co bigwhoop.co tempemail.co .zip mailbox .zone gregorsky
`

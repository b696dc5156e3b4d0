// development driver, replaced below
#include <sys/resource.h>
#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include "linkage/evaluate.h"
#include "linkage/linker.h"
#include "linkage/propose.h"
using namespace depone;
using namespace depone::linkage;
static std::string slurp(const std::string& p) { std::ifstream f(p); std::stringstream s; s << f.rdbuf(); return s.str(); }
static double cpu() { rusage u; getrusage(RUSAGE_SELF,&u); return double(u.ru_utime.tv_sec)+double(u.ru_utime.tv_usec)*1e-6; }
int main(int c, char** v) {
  // linkage_bench SPEC TRUTH FILE [FILE]
  auto nick = Nicknames::load(embedded_data());
  if (!nick.ok()) { std::cerr << nick.error().what; return 1; }
  std::vector<std::string> texts; std::vector<TextFile> files;
  for (int i=3;i<c;++i) texts.push_back(slurp(v[i]));
  for (int i=3;i<c;++i) files.push_back({texts[size_t(i-3)], v[i]});
  NoProgress np; Cancellation cn;
  double t0=cpu();
  auto table=read_table(files,"",0,np,cn);
  if(!table.ok()){std::cerr<<table.error().what<<"\n";return 1;}
  Table t=std::move(table).take();
  std::string st; if(std::string(v[1])!="-") st=slurp(v[1]); else { ProposeOptions po; po.ignore={v[2]}; po.across_files=files.size()==2; double p0=cpu(); auto pr=propose(t,nick.value(),po); if(!pr.ok()){std::cerr<<to_string(pr.error())<<"\n";return 1;} for(auto&f:pr.value().columns) fmt::print("  col {}: {}\n",f.column,f.verdict); fmt::print("propose recall {:.4f} pairs {} cpu {:.2f}\n",pr.value().expected_recall,pr.value().expected_pairs,cpu()-p0); st=write_spec(pr.value().spec,"x"); if(files.size()==2) st="one_to_one=true\n"+st.substr(0,st.find("one_to_one"))+st.substr(st.find("block_pairs")); }
  auto spec=parse_spec(st,v[1]);
  if(!spec.ok()){std::cerr<<to_string(spec.error())<<"\n";return 1;}
  std::string tc=v[2];
  std::vector<uint32_t> truth(t.size());
  if(const Column* col=t.find(tc)) truth=col->ids;
  else { std::map<std::string,uint32_t> m; for(size_t i=0;i<t.size();++i){ auto id=t.record_ids[i]; if(tc=="rec_id"){auto p=id.find('-',4); id=id.substr(0,p);} truth[i]=m.try_emplace(id,m.size()).first->second; } 
    if(tc.find(".csv")!=std::string::npos){ // pairs
      std::map<std::string,uint32_t> a; for(size_t i=0;i<t.size();++i){truth[i]=uint32_t(i); a[std::to_string(t.files[i])+t.record_ids[i]]=uint32_t(i);} std::stringstream ss(slurp(tc)); std::string l; std::getline(ss,l); while(std::getline(ss,l)){auto q=l.find(','); auto x=l.substr(0,q),y=l.substr(q+1); auto strip=[](std::string s){std::string o; for(char ch:s) if(ch!='"'&&ch!='\r') o+=ch; return o;}; x=strip(x);y=strip(y); if(a.count("0"+x)&&a.count("1"+y)) {truth[a["1"+y]]=truth[a["0"+x]];} else std::cerr<<"no "<<x<<" "<<y<<"\n";}
    }
  }
  double t1=cpu();
  LinkOptions o; o.across_files=files.size()==2;
  auto r=link(t,spec.value(),nick.value(),{},o,np,cn);
  if(!r.ok()){std::cerr<<to_string(r.error())<<"\n";return 1;}
  const Linkage& L=r.value();
  double t2=cpu();
  for(auto& q:L.rules) fmt::print("  rule {:50} rec {:8} blocks {:7} largest {:6} pairs {:9} left {:8} divided {}\n",q.rule,q.records,q.blocks,q.largest,q.pairs,q.left_out,q.divided);
  if(c>1 && getenv("W")) for(size_t f=0;f<L.scorer.comparisons().size();++f){ fmt::print("{}\n",spec.value().fields[f].name); auto& cw=L.scorer.weights().comparisons[f]; for(size_t l=1;l<cw.m.size();++l) fmt::print("   {:45} m {:.5f} u {:.2e} w {:.2f}\n",L.scorer.comparisons()[f]->level_names()[l],cw.m[l],cw.u[l],cw.weight[l]); }
  uint64_t tp=0,np2=0,tot=0; for(auto&e:L.scores.edges){ bool s=truth[e.left]==truth[e.right]; if(e.weight>0){++np2;tp+=s;} tot+=s; }
  Quality q=evaluate(t,L.clusters,truth,o.across_files,1);
  fmt::print("pairs {} edges {} trueInEdges {} of {} | pair-level P {:.4f} R {:.4f} | matches {:.0f} prior {:.2e}\n",L.scores.pairs,L.scores.edges.size(),tot,q.true_pairs,double(tp)/double(np2),double(tp)/double(q.true_pairs),L.training.expected_matches,L.scorer.weights().prior);
  fmt::print("CLUSTER P {:.4f} R {:.4f} F1 {:.4f} [{:.4f},{:.4f}]  cpu read {:.2f} link {:.2f}\n",q.precision.value,q.recall.value,q.f1.value,q.f1.lower,q.f1.upper,t1-t0,t2-t1);
  if(getenv("E")) { std::ofstream f(getenv("E")); Scorer::Scratch s(L.scorer.comparisons().size()); for(auto&e:L.scores.edges){ std::vector<double> parts; L.scorer.weigh(e.left,e.right,s,&parts); f<<e.left<<","<<e.right<<","<<e.weight<<","<<(truth[e.left]==truth[e.right])<<","<<(L.clusters[e.left]==L.clusters[e.right]); for(double p:parts) f<<","<<p; f<<"\n"; } }
}
